//! A wallet: a directory with a coldkey, its public file, and hotkeys.

use crate::name::PUBLIC_SUFFIX;
use crate::role::{Cold, Hot};
use crate::{
    Coldkey, Content, DiskError, DiskProblem, Hotkey, Key, Keyfile, KeyfileError, Locked, NaclKey, Name,
    PublicKey, Role, disk, keyfile,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A wallet that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WalletError {
    /// The file system said no.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A file that is no keyfile, or does not open.
    #[error("{}: {problem}", path.display())]
    Keyfile {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        problem: Box<KeyfileError>,
    },
    /// A keyfile with an address and no secret.
    #[error("{}: it holds an address and no secret, so it cannot sign", path.display())]
    WatchOnly {
        /// Which one.
        path: PathBuf,
    },
    /// A public file of another key lies where the new one's belongs.
    #[error("{}: it belongs to another key", path.display())]
    OtherPublicFile {
        /// Which one.
        path: PathBuf,
    },
    /// No randomness for a nonce.
    #[error("the system gives no randomness")]
    NoRandomness,
}

impl WalletError {
    /// A keyfile's error with its place.
    #[must_use]
    pub fn keyfile(path: &Path, problem: KeyfileError) -> Self {
        Self::Keyfile { path: path.to_owned(), problem: Box::new(problem) }
    }
}

/// A named directory of keyfiles, which may not exist yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wallet {
    directory: PathBuf,
    name: Name,
}

/// Which files of a hotkey there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotkeyFiles {
    /// Its name.
    pub name: Name,
    /// Whether the keyfile is there.
    pub secret: bool,
    /// Whether the public file is there; wallets before 3.1 wrote none.
    pub public: bool,
}

impl Wallet {
    /// The wallet of this name among the wallets of a directory.
    #[must_use]
    pub fn new(wallets: &Path, name: Name) -> Self {
        Self { directory: wallets.join(name.as_str()), name }
    }

    /// Every wallet of a directory, by name; what is no directory or has no name for a wallet is passed over.
    ///
    /// # Errors
    /// The directory cannot be read; one that is not there has no wallets.
    pub fn all(wallets: &Path) -> Result<Vec<Self>, DiskError> {
        let mut found = Vec::new();
        for (name, path) in entries(wallets)? {
            if path.is_dir() {
                found.push(Self { directory: path, name });
            }
        }
        found.sort();
        Ok(found)
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// Its directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where the coldkey lies.
    #[must_use]
    pub fn coldkey_path(&self) -> PathBuf {
        self.directory.join("coldkey")
    }

    /// Where the coldkey's public file lies.
    #[must_use]
    pub fn coldkeypub_path(&self) -> PathBuf {
        self.directory.join("coldkeypub.txt")
    }

    /// Where a hotkey lies.
    #[must_use]
    pub fn hotkey_path(&self, hotkey: &Name) -> PathBuf {
        self.directory.join("hotkeys").join(hotkey.as_str())
    }

    /// Where a hotkey's public file lies.
    #[must_use]
    pub fn hotkeypub_path(&self, hotkey: &Name) -> PathBuf {
        self.directory.join("hotkeys").join(format!("{hotkey}{PUBLIC_SUFFIX}"))
    }

    /// The hotkeys of which a file is there, by name.
    ///
    /// # Errors
    /// The directory cannot be read; one that is not there has no hotkeys.
    pub fn hotkeys(&self) -> Result<Vec<HotkeyFiles>, DiskError> {
        let mut found: BTreeMap<Name, (bool, bool)> = BTreeMap::new();
        let directory = self.directory.join("hotkeys");
        for (name, path) in entries(&directory)? {
            if !path.is_dir() {
                found.entry(name).or_default().0 = true;
            }
        }
        for file in file_names(&directory)? {
            let name = file.strip_suffix(PUBLIC_SUFFIX).and_then(|name| name.parse().ok());
            if let Some(name) = name {
                found.entry(name).or_default().1 = true;
            }
        }
        Ok(found.into_iter().map(|(name, (secret, public))| HotkeyFiles { name, secret, public }).collect())
    }

    /// Reads the coldkey; a locked one is given to `unlock`.
    ///
    /// # Errors
    /// As [`WalletError`] says, or as `unlock` does.
    pub fn coldkey<E: From<WalletError>>(
        &self,
        unlock: impl FnOnce(&Path, &Locked) -> Result<Content, E>,
    ) -> Result<Coldkey, E> {
        load::<Cold, E>(&self.coldkey_path(), unlock)
    }

    /// Reads a hotkey; a locked one is given to `unlock`.
    ///
    /// # Errors
    /// As [`WalletError`] says, or as `unlock` does.
    pub fn hotkey<E: From<WalletError>>(
        &self,
        hotkey: &Name,
        unlock: impl FnOnce(&Path, &Locked) -> Result<Content, E>,
    ) -> Result<Hotkey, E> {
        load::<Hot, E>(&self.hotkey_path(hotkey), unlock)
    }

    /// Whose coldkey it is, from the public file alone.
    ///
    /// # Errors
    /// As [`WalletError`] says.
    pub fn coldkeypub(&self) -> Result<PublicKey, WalletError> {
        read_public(&self.coldkeypub_path())
    }

    /// Whose hotkey it is, from the public file alone.
    ///
    /// # Errors
    /// As [`WalletError`] says.
    pub fn hotkeypub(&self, hotkey: &Name) -> Result<PublicKey, WalletError> {
        read_public(&self.hotkeypub_path(hotkey))
    }

    /// Writes a new coldkey and its public file, locked if a key is given.
    ///
    /// # Errors
    /// As [`WalletError`] says; nothing is ever overwritten.
    pub fn save_coldkey(&self, key: &Coldkey, lock: Option<&NaclKey>) -> Result<(), WalletError> {
        save(key, lock, &self.coldkey_path(), &self.coldkeypub_path())
    }

    /// Writes a new hotkey and its public file, locked if a key is given.
    ///
    /// # Errors
    /// As [`WalletError`] says; nothing is ever overwritten.
    pub fn save_hotkey(&self, name: &Name, key: &Hotkey, lock: Option<&NaclKey>) -> Result<(), WalletError> {
        save(key, lock, &self.hotkey_path(name), &self.hotkeypub_path(name))
    }

    /// Writes the public file of a coldkey that is kept elsewhere.
    ///
    /// # Errors
    /// As [`WalletError`] says; nothing is ever overwritten.
    pub fn save_coldkeypub(&self, public: &PublicKey) -> Result<(), WalletError> {
        save_public(&self.coldkeypub_path(), public)
    }

    /// Writes the public file of a hotkey that is kept elsewhere.
    ///
    /// # Errors
    /// As [`WalletError`] says; nothing is ever overwritten.
    pub fn save_hotkeypub(&self, name: &Name, public: &PublicKey) -> Result<(), WalletError> {
        save_public(&self.hotkeypub_path(name), public)
    }
}

impl Keyfile {
    /// Reads a keyfile from disk, as far as needs no password.
    ///
    /// # Errors
    /// As [`WalletError`] says.
    pub fn open(path: &Path) -> Result<Self, WalletError> {
        let bytes = disk::read(path)?;
        Self::read(&bytes).map_err(|problem| WalletError::keyfile(path, problem))
    }
}

fn load<R: Role, E: From<WalletError>>(
    path: &Path,
    unlock: impl FnOnce(&Path, &Locked) -> Result<Content, E>,
) -> Result<Key<R>, E> {
    let content = match Keyfile::open(path)? {
        Keyfile::Open(content) => content,
        Keyfile::Locked(locked) => unlock(path, &locked)?,
    };
    match content {
        Content::Secret(pair) => Ok(Key::new(*pair)),
        Content::Public(_) => Err(WalletError::WatchOnly { path: path.to_owned() }.into()),
    }
}

fn read_public(path: &Path) -> Result<PublicKey, WalletError> {
    match Keyfile::open(path)? {
        Keyfile::Open(content) => Ok(content.public()),
        // A public file has no reason to be locked.
        Keyfile::Locked(_) => Err(WalletError::keyfile(path, KeyfileError::Unrecognised)),
    }
}

fn save<R: Role>(
    key: &Key<R>,
    lock: Option<&NaclKey>,
    path: &Path,
    public_path: &Path,
) -> Result<(), WalletError> {
    // Looked at before anything is written, so that no key is left beside another's public file.
    let public_there = is_there(public_path, &key.public())?;
    match lock {
        Some(lock) => {
            let bytes = keyfile::sealed(key.pair(), lock).map_err(|_| WalletError::NoRandomness)?;
            disk::write_new(path, &bytes)?;
        }
        None => disk::write_new(path, &keyfile::plain(key.pair()))?,
    }
    if !public_there {
        disk::write_new(public_path, &keyfile::public(&key.public()))?;
    }
    Ok(())
}

fn save_public(path: &Path, public: &PublicKey) -> Result<(), WalletError> {
    Ok(disk::write_new(path, &keyfile::public(public))?)
}

/// Whether the public file of this very key lies there already.
fn is_there(path: &Path, public: &PublicKey) -> Result<bool, WalletError> {
    match read_public(path) {
        Ok(there) if there == *public => Ok(true),
        Ok(_) => Err(WalletError::OtherPublicFile { path: path.to_owned() }),
        Err(WalletError::Disk(DiskError { problem: DiskProblem::Missing, .. })) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Entries of a directory whose names could be a wallet's or a hotkey's.
fn entries(directory: &Path) -> Result<Vec<(Name, PathBuf)>, DiskError> {
    let names = file_names(directory)?.into_iter().filter_map(|name| name.parse::<Name>().ok());
    Ok(names.map(|name| (name.clone(), directory.join(name.as_str()))).collect())
}

fn file_names(directory: &Path) -> Result<Vec<String>, DiskError> {
    let refuse = |error: io::Error| DiskError { path: directory.to_owned(), problem: error.into() };
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(refuse)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry.map_err(refuse)?.file_name().into_string().ok());
    }
    Ok(names)
}
