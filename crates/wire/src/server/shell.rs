//! The clock and the disk.

use crate::{MemoryLimits, ReplayMemory, ReplayState, Windows};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Nanoseconds since 1970; a clock before that counts as 1970.
pub(super) fn now_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// The memory of an earlier run, whose file says from now on that this run has not ended.
pub(super) fn restore(path: &Path, limits: MemoryLimits, windows: &Windows) -> io::Result<ReplayMemory> {
    let longest = windows.longest_ns();
    let skew = windows.classic_skew_ns.max(windows.btauth_skew_ns);
    let memory = match std::fs::read_to_string(path) {
        Ok(json) => {
            let state: ReplayState = serde_json::from_str(&json).map_err(io::Error::other)?;
            ReplayMemory::restore(limits, longest, &state, (now_ns(), skew)).map_err(io::Error::other)?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => ReplayMemory::new(limits, longest, now_ns()),
        Err(error) => return Err(error),
    };
    save(path, &memory, false)?;
    Ok(memory)
}

/// Replaces the file as a whole.
pub(super) fn save(path: &Path, memory: &ReplayMemory, clean: bool) -> io::Result<()> {
    let json = serde_json::to_string(&memory.state(clean)).map_err(io::Error::other)?;
    let new = path.with_extension("new");
    std::fs::write(&new, json)?;
    std::fs::rename(&new, path)
}
