import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../keys';
import { base64url, type BlobId } from '../blob-id';

/**
 * What the parts of a platform are called on the wire. A user's permissions are made of these.
 *
 * One subject a record and one a piece of a file, each taken once: that is how the server knows what it has already.
 */
export function namesOf(platform: string) {
  const root = `suiyin.${platform}`;
  return {
    /** The platform's order: a record's position is its sequence in this stream. */
    records: {
      stream: `suiyin-rec-${platform}`,
      all: `${root}.rec.*.*`,
      /** An author's credentials let them publish `${ofAuthor(id)}.*` and no other's. */
      ofAuthor: (author: string) => `${root}.rec.${author}`,
      of: (author: string, id: string) => `${root}.rec.${author}.${id}`,
    },
    /** The server tells here of each record that is in (`republish`); nobody else needs to write there. */
    news: { from: `${root}.rec.>`, to: `${root}.news.>` },
    /** Pieces of files, and for each file that is complete the list of its pieces. */
    blobs: {
      stream: `suiyin-blob-${platform}`,
      lists: `${root}.blob.*`,
      list: (id: BlobId) => `${root}.blob.${id}`,
      pieces: `${root}.piece.*.*.*`,
      piecesOf: (id: BlobId) => `${root}.piece.${id}.*.*`,
      piece: (id: BlobId, index: number, hash: string) => `${root}.piece.${id}.${index}.${hash}`,
    },
    /** Whatever is written here is forgotten; the time at which it came is what is wanted. */
    clock: { stream: `suiyin-clock-${platform}`, subject: `${root}.clock` },
    /** Not kept. A channel's name may hold anything: its hash is what is seen. */
    relay: (channel: string) => `${root}.relay.${base64url(sha256(utf8(channel)))}`,
  };
}

export type Names = ReturnType<typeof namesOf>;
