//! The msgpack map that numpy arrays travel in (`wire-protocol` §1.13).

use super::{Dtype, MOST_DIMENSIONS, Tensor, TensorError};

/// A packed array, not yet held against its message.
#[derive(Debug, PartialEq)]
pub(super) struct Packed<'a> {
    pub(super) dtype: Dtype,
    pub(super) shape: Vec<usize>,
    pub(super) data: &'a [u8],
}

/// Writes an array as `msgpack_numpy` does, to the byte.
pub(super) fn write(tensor: &Tensor) -> Vec<u8> {
    let Tensor { dtype, shape, data } = tensor;
    let mut out = Vec::with_capacity(data.len() + 64);
    out.extend_from_slice(b"\x85\xc4\x02nd\xc3\xc4\x04type\xa3");
    // All of them are three bytes.
    out.extend_from_slice(dtype.descr().as_bytes());
    out.extend_from_slice(b"\xc4\x04kind\xc4\x00\xc4\x05shape");
    let dimensions = u8::try_from(shape.len()).unwrap_or_default();
    if dimensions < 16 {
        out.push(0x90 | dimensions);
    } else {
        // No more than 64 by construction.
        out.extend_from_slice(&[0xdc, 0, dimensions]);
    }
    for length in shape {
        write_integer(&mut out, *length as u64);
    }
    out.extend_from_slice(b"\xc4\x04data");
    write_size(&mut out, [0xc4, 0xc5, 0xc6], data.len() as u64);
    out.extend_from_slice(data);
    out
}

fn write_integer(out: &mut Vec<u8>, integer: u64) {
    match u32::try_from(integer) {
        Ok(0..128) => out.extend(integer.to_be_bytes().last()),
        Ok(_) => write_size(out, [0xcc, 0xcd, 0xce], integer),
        Err(_) => {
            out.push(0xcf);
            out.extend_from_slice(&integer.to_be_bytes());
        }
    }
}

/// A number of one, two or four bytes behind the marker of that width.
fn write_size(out: &mut Vec<u8>, [one, two, four]: [u8; 3], size: u64) {
    // A tensor has no more bytes than four can count.
    let [.., a, b, c, d] = size.to_be_bytes();
    match (a, b, c) {
        (0, 0, 0) => out.extend_from_slice(&[one, d]),
        (0, 0, _) => out.extend_from_slice(&[two, c, d]),
        _ => out.extend_from_slice(&[four, a, b, c, d]),
    }
}

/// Reads a packed array; nothing is copied but its shape.
///
/// Numbers may be wider than they need to be and keys in any order, as other writers of msgpack have them.
pub(super) fn read(bytes: &[u8]) -> Result<Packed<'_>, TensorError> {
    let mut reader = Reader { bytes, at: 0 };
    let packed = reader.array()?;
    if reader.at == bytes.len() { Ok(packed) } else { Err(reader.damage()) }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    const fn damage(&self) -> TensorError {
        TensorError::NotPacked { at: self.at }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], TensorError> {
        let end = self.at.checked_add(count).ok_or(self.damage())?;
        let taken = self.bytes.get(self.at..end).ok_or(self.damage())?;
        self.at = end;
        Ok(taken)
    }

    fn marker(&mut self) -> Result<u8, TensorError> {
        self.take(1)?.first().copied().ok_or(self.damage())
    }

    /// An integer of so many bytes.
    fn integer(&mut self, width: usize) -> Result<u64, TensorError> {
        Ok(self.take(width)?.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    fn size(&mut self, width: usize) -> Result<usize, TensorError> {
        usize::try_from(self.integer(width)?).map_err(|_| self.damage())
    }

    /// Goes back to a marker that is none of those expected.
    fn unexpected<T>(&mut self) -> Result<T, TensorError> {
        self.at -= 1;
        Err(self.damage())
    }

    fn bin(&mut self) -> Result<&'a [u8], TensorError> {
        let size = match self.marker()? {
            0xc4 => self.size(1)?,
            0xc5 => self.size(2)?,
            0xc6 => self.size(4)?,
            _ => return self.unexpected(),
        };
        self.take(size)
    }

    /// Numpy's name of a type; records have a list there.
    fn descr(&mut self) -> Result<Dtype, TensorError> {
        let size = match self.marker()? {
            marker @ 0xa0..=0xbf => usize::from(marker & 0x1f),
            0xd9 => self.size(1)?,
            0xda => self.size(2)?,
            0xdb => self.size(4)?,
            0x90..=0x9f | 0xdc | 0xdd => return Err(TensorError::NotNumbers),
            _ => return self.unexpected(),
        };
        let name = self.take(size)?;
        let known = Dtype::ALL.into_iter().find(|dtype| dtype.descr().as_bytes() == name);
        known.ok_or(TensorError::UnknownDtype)
    }

    fn shape(&mut self) -> Result<Vec<usize>, TensorError> {
        let count = match self.marker()? {
            marker @ 0x90..=0x9f => usize::from(marker & 0x0f),
            0xdc => self.size(2)?,
            0xdd => self.size(4)?,
            _ => return self.unexpected(),
        };
        if count > MOST_DIMENSIONS {
            return Err(TensorError::TooManyDimensions { most: MOST_DIMENSIONS });
        }
        let mut shape = Vec::with_capacity(count);
        for _ in 0..count {
            shape.push(match self.marker()? {
                small @ ..=0x7f => usize::from(small),
                0xcc => self.size(1)?,
                0xcd => self.size(2)?,
                0xce => self.size(4)?,
                0xcf => self.size(8)?,
                _ => return self.unexpected(),
            });
        }
        Ok(shape)
    }

    fn array(&mut self) -> Result<Packed<'a>, TensorError> {
        let members = match self.marker()? {
            marker @ 0x80..=0x8f => usize::from(marker & 0x0f),
            0xde => self.size(2)?,
            0xdf => self.size(4)?,
            _ => return self.unexpected(),
        };
        let (mut is_array, mut kind, mut dtype, mut shape, mut data) = (None, None, None, None, None);
        for _ in 0..members {
            let start = self.at;
            let again = match self.bin()? {
                b"nd" => {
                    let word = match self.marker()? {
                        0xc2 => false,
                        0xc3 => true,
                        _ => return self.unexpected(),
                    };
                    is_array.replace(word).is_some()
                }
                b"kind" => kind.replace(self.bin()?).is_some(),
                b"type" => dtype.replace(self.descr()?).is_some(),
                b"shape" => shape.replace(self.shape()?).is_some(),
                b"data" => data.replace(self.bin()?).is_some(),
                _ => true,
            };
            if again {
                return Err(TensorError::NotPacked { at: start });
            }
        }
        if kind.is_some_and(|kind| !kind.is_empty()) {
            return Err(TensorError::NotNumbers);
        }
        // A single number of numpy's has no shape of its own.
        let shape = match is_array.ok_or(self.damage())? {
            true => shape,
            false => shape.is_none().then(Vec::new),
        };
        match (dtype, shape, data) {
            (Some(dtype), Some(shape), Some(data)) => Ok(Packed { dtype, shape, data }),
            _ => Err(self.damage()),
        }
    }
}
