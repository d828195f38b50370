//! The dendrite and the axon over real sockets.
#![cfg(all(feature = "client", feature = "server"))]

#[path = "ends/served.rs"]
mod served;

use incentor_wire::client::{CallOptions, Dendrite, FaceChoice, Limits, Settings};
use incentor_wire::server::{self, Answer, Axon, Running, Service};
use incentor_wire::{CallFailure, Face, Network, Reason, Stage, Target};
use served::{Echo, EchoReply, Odd, OddReply, hotkey, secret, serve};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::timeout;

const FACES: [FaceChoice; 3] =
    [FaceChoice::Only(Face::Classic), FaceChoice::Only(Face::Btauth), FaceChoice::Either];

fn local(limits: Limits) -> Dendrite {
    let settings = Settings { network: Network::Local, limits, ..Settings::default() };
    Dendrite::new(secret("//Alice"), settings)
}

fn by(face: FaceChoice) -> CallOptions {
    CallOptions { face, ..CallOptions::default() }
}

fn reason<T: std::fmt::Debug>(result: Result<T, CallFailure>) -> String {
    match result.expect_err("a failure").reason {
        Reason::Status { status, message } => format!("{status} {}", message.unwrap_or_default()),
        Reason::Timeout { stage } => format!("timeout {stage:?}"),
        reason => reason.name().to_owned(),
    }
}

async fn axon(limits: server::Limits) -> (Running, Target) {
    let bob = hotkey("//Bob").account();
    let axon = serve(Axon::new(bob)).limits(limits).start(([127, 0, 0, 1], 0).into()).await.unwrap();
    let target = Target::new(axon.address(), bob);
    (axon, target)
}

#[tokio::test]
async fn every_face_is_answered() {
    let (_axon, target) = axon(server::Limits::default()).await;
    let dendrite = local(Limits::default());
    for (face, asked) in FACES.into_iter().zip([Face::Classic, Face::Btauth, Face::Btauth]) {
        for input in [0, -1, i64::MIN, i64::MAX] {
            let reply = dendrite.call(&target, &Echo::ask(input), &by(face)).await.unwrap();
            assert_eq!((reply.reply.output, reply.face), (Some(input), asked));
            assert!(reply.latency > Duration::ZERO && reply.latency < Duration::from_secs(10));
            assert_eq!(reply.process_s.is_some(), asked == Face::Classic);
        }
        let teapot = dendrite.call(&target, &Odd::ask_teapot(), &by(face)).await;
        assert_eq!(reason(teapot), "418 a teapot", "no handler is asked twice");
        let elsewhere = Target::new(target.address(), hotkey("//Eve").account());
        let refused = dendrite.call(&elsewhere, &Echo::ask(1), &by(face)).await;
        assert!(reason(refused).starts_with("401 "), "bound to its receiver");
    }
}

#[tokio::test]
async fn targets_of_a_chain_are_public() {
    let (_axon, target) = axon(server::Limits::default()).await;
    let public = Dendrite::new(secret("//Alice"), Settings::default());
    let result = public.call(&target, &Echo::ask(1), &CallOptions::default()).await;
    assert_eq!(reason(result), "target");
    let nowhere = Target::new(([0, 0, 0, 0], target.address().port()).into(), target.hotkey());
    let result = local(Limits::default()).call(&nowhere, &Echo::ask(1), &CallOptions::default()).await;
    assert_eq!(reason(result), "target");
}

#[tokio::test]
async fn time_runs_out_where_it_says() {
    let (_axon, target) = axon(server::Limits::default()).await;
    let dendrite = local(Limits { per_target: 1, ..Limits::default() });
    let short = CallOptions { timeout: Duration::from_millis(150), ..CallOptions::default() };
    let sleep = Odd::ask_sleep(30_000);
    let slow = timeout(Duration::from_secs(20), dendrite.call(&target, &sleep, &short)).await;
    assert_eq!(reason(slow.expect("long before the handler ends")), "timeout Answer");
    // One place at the target: the second call waits until its total is over, and the first is not hurt.
    let other = tokio::spawn({
        let (dendrite, target) = (dendrite.clone(), target.clone());
        async move { dendrite.call(&target, &Odd::ask_sleep(600), &CallOptions::default()).await }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let total = CallOptions { total: Some(Duration::from_millis(100)), ..CallOptions::default() };
    assert_eq!(reason(dendrite.call(&target, &Echo::ask(1), &total).await), "timeout Turn");
    assert!(other.await.unwrap().is_ok());
    let none = CallOptions { total: Some(Duration::ZERO), ..CallOptions::default() };
    assert_eq!(reason(dendrite.call(&target, &Echo::ask(1), &none).await), "timeout Turn");
    assert!(dendrite.call(&target, &Echo::ask(1), &short).await.is_ok());
}

#[tokio::test]
async fn answers_are_bounded() {
    let (_axon, target) = axon(server::Limits::default()).await;
    let dendrite = local(Limits { body_bytes: 100_000, ..Limits::default() });
    for face in FACES {
        let fits = dendrite.call(&target, &Odd::ask_long(90_000), &by(face)).await.unwrap();
        assert_eq!(fits.reply, OddReply::Long { text: "x".repeat(90_000) });
        let long = dendrite.call(&target, &Odd::ask_long(100_000), &by(face)).await;
        assert_eq!(reason(long), "body_too_large");
    }
}

#[tokio::test]
async fn streams_arrive_in_chunks_and_say_when_they_are_cut() {
    let budget = Duration::from_millis(400);
    let (_axon, target) = axon(server::Limits { budget, ..server::Limits::default() }).await;
    let dendrite = local(Limits { body_bytes: 20, ..Limits::default() });
    for face in FACES {
        let ask = Odd::ask_tokens("hi".to_owned());
        let mut stream = dendrite.stream(&target, &ask, &by(face)).await.unwrap();
        assert_eq!(stream.header("content-type"), Some("text/event-stream"));
        let mut whole = Vec::new();
        while let Some(chunk) = stream.next().await {
            whole.extend_from_slice(&chunk.unwrap());
        }
        assert_eq!(whole, b"Hello, world");
        assert!(stream.next().await.is_none());

        let endless = Odd::ask_tokens("endless".to_owned());
        let mut stream = dendrite.stream(&target, &endless, &by(face)).await.unwrap();
        let mut ends = Vec::new();
        while let Some(chunk) = stream.next().await {
            ends.extend(chunk.err().map(|failure| failure.reason.name()));
        }
        assert_eq!(ends, ["cut"]);
        let short = CallOptions { timeout: Duration::from_millis(150), ..by(face) };
        let mut stream = dendrite.stream(&target, &endless, &short).await.unwrap();
        let mut last = None;
        while let Some(chunk) = stream.next().await {
            last = Some(chunk);
        }
        // The classic face tells the axon how long it waits, and either may be first.
        let last = reason(last.unwrap());
        assert!(last == "timeout Body" || (last == "cut" && face == FACES[0]), "{last}");
        let teapot = dendrite.stream(&target, &Odd::ask_teapot(), &by(face)).await;
        let teapot = reason(teapot);
        // Of a refusal, what is too long is left out.
        assert!(teapot == "418 a teapot" || (teapot == "418 " && face != FACES[0]), "{teapot}");
    }
    let tiny = local(Limits { body_bytes: 8, ..Limits::default() });
    let mut stream =
        tiny.stream(&target, &Odd::ask_tokens("hi".to_owned()), &CallOptions::default()).await.unwrap();
    let mut ends = Vec::new();
    while let Some(chunk) = stream.next().await {
        ends.extend(chunk.err().map(|failure| failure.reason.name()));
    }
    assert_eq!(ends, ["body_too_large"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_caller_has_256_requests_in_flight_and_none_is_refused() {
    let (_axon, target) = axon(server::Limits::default()).await;
    let dendrite = local(Limits::default());
    for face in FACES {
        let mut calls = tokio::task::JoinSet::new();
        for worker in 0..256_i64 {
            let (dendrite, target) = (dendrite.clone(), target.clone());
            calls.spawn(async move {
                for round in 0..4 {
                    let input = worker * 4 + round;
                    let reply = dendrite.call(&target, &Echo::ask(input), &by(face)).await.unwrap();
                    assert_eq!(reply.reply.output, Some(input));
                }
            });
        }
        calls.join_all().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fan_out_reaches_256_targets_and_isolates_each() {
    let mut axons = Vec::new();
    for _ in 0..256 {
        axons.push(axon(server::Limits::default()).await);
    }
    let dendrite = local(Limits::default());
    let mut targets: Vec<Target> = axons.iter().map(|(_, target)| target.clone()).collect();
    for face in FACES {
        let replies = dendrite.fan_out(&targets, &Echo::ask(7), &by(face)).await;
        assert_eq!(replies.len(), 256);
        assert!(replies.into_iter().all(|reply| reply.unwrap().reply.output == Some(7)));
    }
    // One of another hotkey, one that nobody serves, one that is nowhere; all others as before.
    targets[3] = Target::new(targets[3].address(), hotkey("//Eve").account());
    axons.swap_remove(5).0.drain(Duration::from_secs(5)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    targets[250] = Target::new(([224, 0, 0, 1], 1).into(), targets[250].hotkey());
    let results = dendrite.fan_out(&targets, &Echo::ask(7), &CallOptions::default()).await;
    for (index, result) in results.into_iter().enumerate() {
        match index {
            3 => assert!(reason(result).starts_with("401 ")),
            5 => assert_eq!(reason(result), "connect"),
            250 => assert_eq!(reason(result), "target"),
            _ => assert_eq!(result.unwrap().reply.output, Some(7), "{index}"),
        }
    }
}

#[tokio::test]
async fn a_fan_out_is_bounded_in_number_and_in_time() {
    static AT_ONCE: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let bob = hotkey("//Bob").account();
    let count = |ask: Echo| async move {
        MOST.fetch_max(AT_ONCE.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(50)).await;
        AT_ONCE.fetch_sub(1, Ordering::SeqCst);
        Ok(Answer::Reply(EchoReply { output: Some(ask.input) }))
    };
    let mut axons = Vec::new();
    for _ in 0..12 {
        let axon = Axon::new(bob).serve(Service::<Echo>::new(move |ask, _| count(ask))).unwrap();
        axons.push(axon.start(([127, 0, 0, 1], 0).into()).await.unwrap());
    }
    let targets: Vec<Target> = axons.iter().map(|axon| Target::new(axon.address(), bob)).collect();
    let dendrite = local(Limits { in_flight: 3, ..Limits::default() });
    let results = dendrite.fan_out(&targets, &Echo::ask(1), &CallOptions::default()).await;
    assert!(results.into_iter().all(|result| result.is_ok()));
    assert_eq!(MOST.load(Ordering::SeqCst), 3);
    // Four turns of 50 ms each would be needed.
    let total = Some(Duration::from_millis(120));
    let options = CallOptions { total, ..CallOptions::default() };
    let results = dendrite.fan_out(&targets, &Echo::ask(1), &options).await;
    let (good, late): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert!(!good.is_empty() && !late.is_empty(), "{} in time", good.len());
    for failure in late {
        let failure = failure.unwrap_err();
        assert!(
            matches!(failure.reason, Reason::Timeout { stage: Stage::Turn | Stage::Answer }),
            "{failure}"
        );
        assert!(failure.after >= Duration::from_millis(110), "{:?}", failure.after);
    }
}

#[tokio::test]
async fn connections_are_kept_and_a_closed_one_is_noticed() {
    let (axon_then, target) = axon(server::Limits::default()).await;
    let dendrite = local(Limits::default());
    let echo = || async { dendrite.call(&target, &Echo::ask(1), &CallOptions::default()).await };
    for _ in 0..5 {
        assert!(echo().await.is_ok());
    }
    axon_then.drain(Duration::from_secs(5)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let failure = echo().await.unwrap_err();
    assert!(failure.after >= Duration::from_millis(100), "tried twice");
    assert_eq!(failure.reason.name(), "connect");
    // The same address again: the kept connection is dead, and nobody notices.
    let bob = hotkey("//Bob").account();
    let service =
        Service::<Echo>::new(
            |ask, _| async move { Ok(Answer::Reply(EchoReply { output: Some(ask.input + 1) })) },
        );
    let again = Axon::new(bob).serve(service).unwrap().start(target.address()).await.unwrap();
    // Nonces of before its start count as seen.
    assert_eq!(echo().await.unwrap().reply.output, Some(2));
    drop(again);
}

#[tokio::test]
async fn whoever_starts_late_is_tried_again() {
    let (axon_then, target) = axon(server::Limits::default()).await;
    axon_then.drain(Duration::from_secs(5)).await.unwrap();
    let dendrite = Arc::new(local(Limits::default()));
    let call = tokio::spawn({
        let (dendrite, target) = (Arc::clone(&dendrite), target.clone());
        let options = CallOptions { retries: 20, ..CallOptions::default() };
        async move { dendrite.call(&target, &Echo::ask(1), &options).await }
    });
    tokio::time::sleep(Duration::from_millis(250)).await;
    let bob = hotkey("//Bob").account();
    let service =
        Service::<Echo>::new(
            |ask, _| async move { Ok(Answer::Reply(EchoReply { output: Some(ask.input) })) },
        );
    let _late = Axon::new(bob).serve(service).unwrap().start(target.address()).await.unwrap();
    assert!(call.await.unwrap().is_ok());
}
