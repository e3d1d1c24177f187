import { digestOfBlob } from '../keys';

declare const brand: unique symbol;

/** Names a file by its content: SHA-256, base64url (RFC 4648 §5) without padding. */
export type BlobId = string & { readonly [brand]: 'BlobId' };

/**
 * @param o.signal ends it, with the signal's reason
 * @throws what reading the Blob throws
 */
export async function blobIdOf(blob: Blob, o: { signal?: AbortSignal } = {}): Promise<BlobId> {
  return base64url(await digestOfBlob('sha256', blob, o)) as BlobId;
}

export function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
