/** Certificates, revocation lists and the like in files. */
import { readFile } from 'node:fs/promises';

/**
 * DER of every block with that label in a PEM file (RFC 7468); a file that begins as DER is taken as it is.
 *
 * @returns nothing for a file that is neither
 */
export async function readDer(file: string, label: string): Promise<Uint8Array[]> {
  const bytes = await readFile(file);
  if (bytes[0] === 0x30) return [new Uint8Array(bytes)];
  const block = new RegExp(`-----BEGIN ${label}-----([\\s\\S]*?)-----END ${label}-----`, 'g');
  return [...bytes.toString('latin1').matchAll(block)].map(([, base64 = '']) =>
    Uint8Array.from(Buffer.from(base64, 'base64')),
  );
}
