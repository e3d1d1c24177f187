import type { BlobId, PlatformPort } from '../sync';
import { OfficeError } from './error';
import type { FileStorage } from './ports';

/** Private documents and pictures have a few megabytes. Whoever expects more says so. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

export interface FileOptions {
  /** default 32 MiB: whoever opens a file has all of it in memory, and anybody may have put it there */
  maxBytes?: number;
}

/**
 * A file that a record names, from this device or from the platform; it is kept here then.
 *
 * @throws OfficeError `file-too-large`; PlatformError `unreachable`, `not-found`, `damaged-blob`
 */
export async function fetchFile(
  files: FileStorage,
  platform: Pick<PlatformPort, 'getBlob'>,
  id: BlobId,
  { maxBytes = MAX_FILE_BYTES }: FileOptions,
): Promise<Blob> {
  const kept = await files.file(id);
  if (kept instanceof Blob) {
    if (kept.size > maxBytes) throw tooLarge(maxBytes, kept.size);
    return kept;
  }
  const blob = await platform.getBlob(id, { maxBytes }).catch((error: unknown) => {
    throw isTooLarge(error) ? tooLarge(maxBytes, error.detail.size, error) : error;
  });
  await files.keepFile(id, blob).catch(() => undefined); // no room: then it is asked for again
  return blob;
}

function tooLarge(limit: number, size: unknown, cause?: unknown): OfficeError {
  return new OfficeError('file-too-large', { limit, size }, cause);
}

function isTooLarge(error: unknown): error is { detail: { size?: unknown } } {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === 'PlatformError' && code === 'too-large';
}
