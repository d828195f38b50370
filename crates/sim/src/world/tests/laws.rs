use super::*;

#[test]
fn the_quickstart_plays() {
    let scenario = scenario(&[]);
    let outcome = world(&scenario, 1);
    for (coldkey, tally) in Cast::of(&scenario).coldkeys.iter().zip(&outcome.coldkeys) {
        println!("{:16} {:?}", coldkey.name, tally);
    }
    println!("{:?}", outcome.subnets);
    assert_eq!(outcome.epochs, 60);
}
