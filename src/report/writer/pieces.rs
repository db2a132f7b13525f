//! Pieces of parts, compressed by whichever core is free: the last large sheet would keep one core busy while the others wait. Pieces
//! are cut by what they hold, never by who compresses them, so the bytes do not depend on the number of cores.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress, Status};
use rayon::ScopeFifo;

use crate::report::ReportError;

/// How much is done to make a workbook small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::report) enum Packing {
    /// For whoever keeps it. The next level saves a three-hundredth and takes half as long again; lower ones are a tenth larger.
    #[default]
    Close,
    /// For a workbook that is read once and thrown away: two thirds larger, a sixth of the time of `calc` less.
    Loose,
}

impl Packing {
    fn level(self) -> Compression {
        Compression::new(match self {
            Self::Close => 5,
            Self::Loose => 1,
        })
    }
}

/// How many pieces may wait for each core before whoever makes them compresses them himself.
const WAITING: usize = 4;

/// A compressed piece, in the scratch file.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    at: u64,
    length: u64,
    check: Hasher,
    size: u64,
}

/// What has been compressed.
struct State {
    /// By part, the pieces.
    done: Vec<Vec<Option<Piece>>>,
    scratch: File,
    length: u64,
    /// What went wrong first.
    failure: Option<ReportError>,
}

/// The place where pieces are handed in and fetched.
pub(super) struct Pieces {
    state: Mutex<State>,
    waiting: AtomicUsize,
    packing: Packing,
}

impl Pieces {
    /// For so many parts.
    pub fn new(parts: usize, packing: Packing) -> io::Result<Self> {
        let (done, scratch) = (vec![Vec::new(); parts], tempfile::tempfile()?);
        let state = State { done, scratch, length: 0, failure: None };
        Ok(Self { state: Mutex::new(state), waiting: AtomicUsize::new(0), packing })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands in the next piece of `part`: for another core, or at once where many wait already.
    pub fn add<'s>(&'s self, scope: &ScopeFifo<'s>, part: usize, content: Vec<u8>) {
        let mut state = self.state();
        let number = state.done[part].len();
        state.done[part].push(None);
        drop(state);
        let compress = move || {
            if let Err(error) = self.compress(part, number, &content) {
                self.fail(error);
            }
        };
        if self.waiting.fetch_add(1, Ordering::Relaxed) < WAITING * rayon::current_num_threads() {
            scope.spawn_fifo(move |_| {
                compress();
                self.waiting.fetch_sub(1, Ordering::Relaxed);
            });
        } else {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            compress();
        }
    }

    /// Says that something went wrong.
    pub fn fail(&self, error: ReportError) {
        self.state().failure.get_or_insert(error);
    }

    /// Has something gone wrong?
    pub fn has_failed(&self) -> bool {
        self.state().failure.is_some()
    }

    fn compress(&self, part: usize, number: usize, content: &[u8]) -> Result<(), ReportError> {
        let mut check = Hasher::new();
        check.update(content);
        let compressed = deflate(content, self.packing, FlushCompress::Sync)?;
        let mut state = self.state();
        state.scratch.write_all(&compressed)?;
        let (at, length) = (state.length, compressed.len() as u64);
        state.length += length;
        state.done[part][number] = Some(Piece { at, length, check, size: content.len() as u64 });
        Ok(())
    }

    /// The pieces of each part, in order, and the scratch file they stand in.
    pub fn finish(self) -> Result<(Vec<Vec<Piece>>, File), ReportError> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = state.failure {
            return Err(failure);
        }
        Ok((state.done.into_iter().map(|pieces| pieces.into_iter().flatten().collect()).collect(), state.scratch))
    }
}

/// A part of a package while it is put together from compressed pieces.
pub(super) struct Stream<W> {
    pub out: W,
    pub check: Hasher,
    pub size: u64,
    packing: Packing,
}

impl<W: Write> Stream<W> {
    pub fn new(out: W, packing: Packing) -> Self {
        Self { out, check: Hasher::new(), size: 0, packing }
    }

    /// Adds a piece out of the scratch file.
    pub fn add(&mut self, piece: &Piece, scratch: &mut File) -> io::Result<()> {
        scratch.seek(SeekFrom::Start(piece.at))?;
        io::copy(&mut Read::by_ref(scratch).take(piece.length), &mut self.out)?;
        self.check.combine(&piece.check);
        self.size += piece.size;
        Ok(())
    }

    /// Adds `content`; what is `last` ends the part.
    pub fn write(&mut self, content: &[u8], last: bool) -> io::Result<()> {
        let flush = if last { FlushCompress::Finish } else { FlushCompress::Sync };
        self.out.write_all(&deflate(content, self.packing, flush)?)?;
        self.check.update(content);
        self.size += content.len() as u64;
        Ok(())
    }
}

/// `content` as a stretch of a deflate stream that leans on nothing before it.
fn deflate(content: &[u8], packing: Packing, flush: FlushCompress) -> io::Result<Vec<u8>> {
    let mut compress = Compress::new(packing.level(), false);
    let mut out = Vec::with_capacity(content.len() / 4 + 64);
    loop {
        let read = usize::try_from(compress.total_in()).unwrap_or(usize::MAX);
        let status = compress.compress_vec(&content[read..], &mut out, flush).map_err(io::Error::other)?;
        let all_read = compress.total_in() == content.len() as u64;
        // Room left means that nothing is held back.
        if status == Status::StreamEnd || (flush == FlushCompress::Sync && all_read && out.len() < out.capacity()) {
            return Ok(out);
        }
        out.reserve(out.capacity().max(64));
    }
}

#[cfg(test)]
mod tests {
    use flate2::read::DeflateDecoder;

    use super::*;

    #[test]
    fn pieces_are_one_stream_whoever_compresses_them() {
        let pieces: Vec<Vec<u8>> = (0..40u8).map(|n| vec![n; 1_000 * usize::from(n)]).collect();
        let whole: Vec<u8> = [b"<a>", pieces.concat().as_slice(), b"</a>"].concat();
        let mut streams = Vec::new();
        for (threads, packing) in [(1, Packing::Close), (3, Packing::Close), (2, Packing::Loose)] {
            let works = Pieces::new(2, packing).unwrap();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.scope_fifo(|scope| pieces.iter().for_each(|piece| works.add(scope, 1, piece.clone())));
            let (done, mut scratch) = works.finish().unwrap();
            assert_eq!(done[0].len(), 0);
            let mut stream = Stream::new(Vec::new(), packing);
            stream.write(b"<a>", false).unwrap();
            done[1].iter().for_each(|piece| stream.add(piece, &mut scratch).unwrap());
            stream.write(b"</a>", true).unwrap();
            let mut read = Vec::new();
            DeflateDecoder::new(stream.out.as_slice()).read_to_end(&mut read).unwrap();
            assert_eq!(read, whole);
            assert_eq!((stream.size, stream.check.finalize()), (whole.len() as u64, crc32fast::hash(&whole)));
            streams.push(stream.out);
        }
        assert_eq!(streams[0], streams[1]);
        assert!(streams[2].len() > streams[0].len());
    }

    #[test]
    fn what_went_wrong_first_is_told() {
        let works = Pieces::new(1, Packing::default()).unwrap();
        assert!(!works.has_failed());
        works.fail(ReportError::Number("1".into()));
        works.fail(ReportError::Number("2".into()));
        assert!(works.has_failed());
        assert_eq!(works.finish().unwrap_err().to_string(), ReportError::Number("1".into()).to_string());
    }
}
