//! Reading and writing keyfiles on disk.

use crate::secret::draw;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// What a file may have; real keyfiles have less than a thirtieth.
pub const MAX_KEYFILE_BYTES: usize = 64 * 1024;

/// A file that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct DiskError {
    /// Which one.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub problem: DiskProblem,
}

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DiskProblem {
    /// Nothing is there.
    #[error("there is no such file")]
    Missing,
    /// The system keeps it from this user.
    #[error("this user may not open it")]
    Denied,
    /// A directory, a pipe, a device.
    #[error("not a file")]
    NotAFile,
    /// Far more bytes than a keyfile has.
    #[error("more than {MAX_KEYFILE_BYTES} bytes, which no keyfile has")]
    TooLarge,
    /// Something is there already, and nothing is ever overwritten.
    #[error("there is a file already, and keys are never overwritten")]
    Exists,
    /// No randomness for the name of a temporary file.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// Anything else.
    #[error("{0}")]
    Io(#[source] io::Error),
}

impl DiskProblem {
    fn at(self, path: &Path) -> DiskError {
        DiskError { path: path.to_owned(), problem: self }
    }
}

impl From<io::Error> for DiskProblem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::AlreadyExists => Self::Exists,
            _ => Self::Io(error),
        }
    }
}

/// Reads a file of at most [`MAX_KEYFILE_BYTES`]; links are followed, pipes and devices are refused.
///
/// # Errors
/// As [`DiskProblem`] says.
pub fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, DiskError> {
    read_bounded(path).map_err(|problem| problem.at(path))
}

fn read_bounded(path: &Path) -> Result<Zeroizing<Vec<u8>>, DiskProblem> {
    let mut options = OpenOptions::new();
    options.read(true);
    // A pipe without a writer would wait for ever.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(DiskProblem::NotAFile);
    }
    // One byte more than allowed, so that the buffer never moves and too long is seen.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_KEYFILE_BYTES.saturating_add(1)));
    file.take(bytes.capacity() as u64).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_KEYFILE_BYTES { Err(DiskProblem::TooLarge) } else { Ok(bytes) }
}

/// The permission bits of a file or directory, links followed; none where the system has no such bits.
///
/// # Errors
/// As [`DiskProblem`] says.
pub fn mode(path: &Path) -> Result<Option<u32>, DiskError> {
    let metadata = fs::metadata(path).map_err(|error| DiskProblem::from(error).at(path))?;
    #[cfg(unix)]
    let mode = Some(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777);
    #[cfg(not(unix))]
    let mode = {
        let _ = metadata;
        None
    };
    Ok(mode)
}

/// Writes a new file, whole or not at all, for this user alone; directories on the way are made likewise.
///
/// Nothing is overwritten, not even a dangling link.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let write = || {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or_else(|| Path::new("."));
        make_directory(directory)?;
        let temporary = directory.join(temporary_name()?);
        let written = fill(&temporary, bytes).and_then(|()| put_in_place(&temporary, path));
        // Its content is in place under the right name, or nowhere.
        let _ = fs::remove_file(&temporary);
        written?;
        // The name itself survives a power cut only with its directory.
        if let Ok(directory) = File::open(directory) {
            let _ = directory.sync_all();
        }
        Ok(())
    };
    write().map_err(|problem: DiskProblem| problem.at(path))
}

fn make_directory(directory: &Path) -> Result<(), DiskProblem> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(directory)?)
}

/// A name nobody else uses, hidden from those who list keys.
fn temporary_name() -> Result<String, DiskProblem> {
    let mut bytes = [0; 8];
    draw(&mut bytes).map_err(|_| DiskProblem::NoRandomness)?;
    Ok(format!(".incentor-{:016x}", u64::from_le_bytes(bytes)))
}

fn fill(path: &Path, bytes: &[u8]) -> Result<(), DiskProblem> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

/// Gives the file its name, which nobody may have yet.
fn put_in_place(temporary: &Path, path: &Path) -> Result<(), DiskProblem> {
    match fs::hard_link(temporary, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(DiskProblem::Exists),
        // Some file systems have no hard links. A rename overwrites, so it is asked for only where nothing is.
        Err(_) if fs::symlink_metadata(path).is_err() => Ok(fs::rename(temporary, path)?),
        Err(_) => Err(DiskProblem::Exists),
        Ok(()) => Ok(()),
    }
}
