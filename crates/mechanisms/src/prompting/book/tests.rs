use super::*;
use incentor_sdk::Luck;

fn fact(relation: usize) -> Fact {
    Fact { relation, of: "Maren Voss".to_owned(), is: "Olga Brandt".to_owned() }
}

#[test]
fn what_a_book_says_it_understands_and_the_other_does_not() {
    let books = [Book::templates(), Book::paraphrases()];
    for (own, other) in [(0, 1), (1, 0)] {
        for draw in 0..200 {
            let mut rng = Luck::of_seed(1).at(0, draw);
            let told = fact(rng.below(RELATIONS.len()));
            let sentence = books[own].tell(&told, &mut rng);
            assert_eq!(books[own].understand(&sentence), Some(told), "{sentence}");
            assert_eq!(books[other].understand(&sentence), None, "{sentence}");
            let path: Vec<usize> = (0..rng.below(9)).map(|_| rng.below(RELATIONS.len())).collect();
            let listed = (rng.below(2) == 0).then(|| rng.below(RELATIONS.len()));
            let query = Query { from: "Piet Maas".to_owned(), path, listed };
            let question = books[own].ask(&query, &mut rng);
            assert_eq!(books[own].understand_question(&question), Some(query), "{question}");
            assert_eq!(books[other].understand_question(&question), None, "{question}");
        }
    }
}

#[test]
fn every_phrase_is_used() {
    for book in [Book::templates(), Book::paraphrases()] {
        let mut said: Vec<String> = (0..4_000)
            .map(|draw| {
                let mut rng = Luck::of_seed(2).at(0, draw);
                book.tell(&fact(rng.below(RELATIONS.len())), &mut rng)
            })
            .collect();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), 3 * RELATIONS.len());
    }
}

#[test]
fn names_are_two_words_with_capitals() {
    for first in FIRST_NAMES {
        for last in SURNAMES {
            assert!(is_name(&format!("{first} {last}")));
        }
    }
    for text in
        ["", " ", "Maren", "Maren  Voss", "Maren Voss ", "maren Voss", "Maren V", "Maren Voss Maas", "É B"]
    {
        assert!(!is_name(text), "{text:?}");
    }
}

#[test]
fn broken_books_say_where() {
    let check = |text: &str, expected: &str| {
        assert_eq!(Book::read(text).unwrap_err().to_string(), expected, "{text}");
    };
    check("", "no phrase to tell `sister`");
    check(
        "\n\nsing *: {a} {b}",
        "line 3: not `tell`, `name`, `list` or `path`, a relation, a colon and a phrase",
    );
    check(
        "path sister: {x}",
        "line 1: not `tell`, `name`, `list` or `path`, a relation, a colon and a phrase",
    );
    check(
        "tell a b: {a} x {b}",
        "line 1: not `tell`, `name`, `list` or `path`, a relation, a colon and a phrase",
    );
    check("tell nun: {a} prays with {b}", "line 1: no relation `nun`");
    for slots in ["{a} alone", "{a}{b}", "{a}x {b}", "{a} x {a} y {b}", "{a} x {b}. And", "{a} x {b} {x}"] {
        check(&format!("tell *: {slots}"), "line 1: the slots do not stand in the phrase as they should");
    }
    for slots in ["nobody", "{x}", "the {r} of {x} there", "the {r} of {x} {x}"] {
        check(&format!("name *: {slots}"), "line 1: the slots do not stand in the phrase as they should");
    }
    check("tell *: {a} {r} {b}\nname *: {r} {x}\nlist *: {x} {r}", "no phrase to path ``");
}

#[test]
fn no_question_leads_astray() {
    let book = Book::templates();
    let deep = "the sister of ".repeat(5_000);
    for text in ["", "Who is ? Name everyone on the way there, in order.", "the sister of ", deep.as_str()] {
        assert_eq!(book.understand_question(text), None);
    }
    let endless = format!("Who is {deep}Maren Voss? Name everyone on the way there, in order.");
    assert_eq!(book.understand_question(&endless), None);
}
