//! A miner's shelf on disk, for live miners; feature `disk`.

use incentor_sdk::{Refusal, Shelf};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A folder with a file per key.
///
/// A value is written beside the old one, brought to the disk and then takes its place, so that whatever happens either
/// the old or the new one is there. Names of files are hashes of keys; a key of any length and content is one.
#[derive(Clone, Debug)]
pub struct DiskShelf {
    folder: PathBuf,
    most_value_bytes: u64,
}

impl DiskShelf {
    /// The shelf in that folder, which is made if there is none.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(folder: impl AsRef<Path>, most_value_bytes: u64) -> io::Result<Self> {
        let folder = folder.as_ref().to_owned();
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, most_value_bytes })
    }

    fn place(&self, key: &[u8]) -> PathBuf {
        self.folder.join(blake3::hash(key).to_hex().as_str())
    }

    fn write(&self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let place = self.place(key);
        if value.is_empty() {
            return match fs::remove_file(&place) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let beside = place.with_extension("new");
        let mut file = fs::File::create(&beside)?;
        file.write_all(value)?;
        file.sync_all()?;
        fs::rename(&beside, &place)
    }
}

impl Shelf for DiskShelf {
    /// An empty value frees the key's room.
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        if value.len() as u64 > self.most_value_bytes {
            return Err(Refusal("the shelf takes no value of that size"));
        }
        self.write(key, value).map_err(|_| Refusal("the disk is full or broken"))
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        let place = self.place(key);
        // A file that grew on its own is not ours.
        let fits = fs::metadata(&place).is_ok_and(|file| file.len() <= self.most_value_bytes);
        if fits { fs::read(place).ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_a_restart_and_broken_files_are_missing_ones() {
        let folder = std::env::temp_dir().join(format!("incentor-shelf-{}", std::process::id()));
        let mut shelf = DiskShelf::open(&folder, 100).unwrap();
        shelf.put(b"a", &[1; 100]).unwrap();
        shelf.put(b"../b\0", b"two").unwrap();
        shelf.put(b"a", &[3; 7]).unwrap();
        assert!(shelf.put(b"c", &[0; 101]).is_err());
        let mut again = DiskShelf::open(&folder, 100).unwrap();
        assert_eq!(again.get(b"a"), Some(vec![3; 7]));
        assert_eq!(again.get(b"../b\0").as_deref(), Some(&b"two"[..]));
        assert_eq!(again.get(b"c"), None);
        again.put(b"a", &[]).unwrap();
        again.put(b"never there", &[]).unwrap();
        assert_eq!(shelf.get(b"a"), None);
        fs::write(again.place(b"d"), [0; 101]).unwrap();
        assert_eq!(again.get(b"d"), None);
        fs::remove_dir_all(&folder).unwrap();
        assert!(again.put(b"a", b"x").is_err(), "no folder, no shelf");
    }
}
