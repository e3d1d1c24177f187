const CHUNK = 256 << 10;

/** Each read takes several turns of the event loop, so that one at a time would wait for whoever works on the last. */
const READS_AT_A_TIME = 4;

/**
 * A Blob's bytes in their order: the next ones are read while one is worked on. No more than `READS_AT_A_TIME` and the
 * one at work are held.
 *
 * @throws what reading the Blob throws, and the signal's reason
 */
export async function* blobChunks(
  blob: Blob,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reads: Promise<ArrayBuffer>[] = [];
  let at = 0;
  const readAhead = () => {
    while (reads.length < READS_AT_A_TIME && at < blob.size) {
      const read = blob.slice(at, at + CHUNK).arrayBuffer();
      read.catch(() => undefined); // told when its turn comes, if it comes
      reads.push(read);
      at += CHUNK;
    }
  };
  readAhead();
  for (let next = reads.shift(); next; next = reads.shift()) {
    const chunk = new Uint8Array(await next);
    signal?.throwIfAborted();
    readAhead();
    yield chunk;
  }
}
