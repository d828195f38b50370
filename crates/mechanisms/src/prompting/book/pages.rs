//! The two built-in books.

use super::Book;

pub(super) fn read_own(text: &str) -> Book {
    match Book::read(text) {
        Ok(book) => book,
        Err(error) => panic!("a built-in phrase book is read by the tests: {error}"),
    }
}

pub(super) const TEMPLATES: &str = "
tell *: {a}'s {r} is {b}
tell *: {b} is the {r} of {a}
tell *: The {r} of {a} is {b}
name *: the {r} of {x}
list *: Name everyone whose {r} is {x}.
path: Who is {x}? Name everyone on the way there, in order.
";

pub(super) const PARAPHRASES: &str = "
tell sister: {a} grew up with a sister called {b}
tell sister: In her brothers' and sisters' house {b} shared a room with {a}
tell sister: To {a}, {b} has been a sister from the cradle on
name sister: the woman born to the same parents as {x}
list sister: Who all grew up with {x} for a sister?

tell teacher: What {a} knows was learnt from {b}
tell teacher: {b} taught {a} everything worth knowing
tell teacher: At school, {a} sat in the front row of {b}
name teacher: whoever taught {x}
list teacher: Which people went to school under {x}?

tell neighbour: {a} hears {b} practise through the wall
tell neighbour: Over the fence from {a} lives {b}
tell neighbour: {b} moved into the house beside that of {a}
name neighbour: the one living beside {x}
list neighbour: Which people have the house of {x} next to their own?

tell employer: {a} draws a salary from {b}
tell employer: On Fridays {b} pays {a}
tell employer: {a} answers to {b} at work
name employer: the boss above {x}
list employer: Which people are on the payroll of {x}?

tell doctor: When ill, {a} turns to {b}
tell doctor: {b} looks after {a} in case of fever
tell doctor: {a} swallows whatever {b} prescribes
name doctor: the person who treats {x}
list doctor: Which people take their fever to {x}?

tell rival: {a} cannot bear to lose against {b}
tell rival: If {a} wants to win, {b} has to be beaten first
tell rival: For years {b} has been trying to outdo {a}
name rival: the one to beat for {x}
list rival: Which people would give a lot to beat {x}?

path: Tell me, one after the other, whom I meet on my way to {x}.
path: I am looking for {x}; please list the people who lead me there, that one last.
";
