//! The same question to many.

use super::dendrite::{CallOptions, Dendrite, Reply};
use crate::{CallFailure, Draft, Reason, Target};
use incentor_synapse::Synapse;
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio::time::Instant;

impl Dendrite {
    /// Asks every target the same, as many at a time as the limits allow; answers in the order of the targets.
    ///
    /// The request is written once and signed for each target when its turn comes. Whatever becomes of one call, the
    /// others go on, even where reading an answer panics. [`CallOptions::total`] counts for all of them together.
    /// Dropping the future gives all calls up.
    pub async fn fan_out<S: Synapse>(
        &self,
        targets: &[Target],
        ask: &S,
        options: &CallOptions,
    ) -> Vec<Result<Reply<S::Reply>, CallFailure>> {
        let start = Instant::now();
        let failed = |reason| Err(CallFailure { reason, after: start.elapsed() });
        let draft = match Draft::new(ask) {
            Ok(draft) => Arc::new(draft),
            // What cannot be written cannot be written for anybody.
            Err(_) => {
                let again = || Draft::new(ask).err().map_or(Reason::Panicked, Reason::Draft);
                return targets.iter().map(|_| failed(again())).collect();
            }
        };
        let (ask, options) = (Arc::new(ask.clone()), *options);
        let mut calls = JoinSet::new();
        for (index, target) in targets.iter().enumerate() {
            let (dendrite, target) = (self.clone(), target.clone());
            let (draft, ask) = (Arc::clone(&draft), Arc::clone(&ask));
            calls.spawn(async move {
                (index, dendrite.call_draft(&target, &*ask, &draft, &options, start).await)
            });
        }
        let mut results: Vec<_> = targets.iter().map(|_| None).collect();
        while let Some(ended) = calls.join_next().await {
            if let Ok((index, result)) = ended {
                results[index] = Some(result);
            }
        }
        results.into_iter().map(|result| result.unwrap_or_else(|| failed(Reason::Panicked))).collect()
    }
}
