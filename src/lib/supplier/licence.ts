/** 营业执照: a picture of it, as cameras and scanners make them. */
export const LICENCE_RULES = {
  types: ['image/jpeg', 'image/png', 'image/webp'],
  maxBytes: 5 * 1024 * 1024,
} as const;

/** A larger file is no sealed licence: sealing adds some bytes a piece, and some for everybody who can open it. */
export const MAX_SEALED_LICENCE_BYTES = LICENCE_RULES.maxBytes + 64 * 1024;

export type LicenceType = (typeof LICENCE_RULES.types)[number];

export type LicenceProblem = 'licence-empty' | 'licence-too-large' | 'licence-type';

/**
 * Looks at a picture of a licence. Its type is read from its first bytes: names and types of files are what somebody
 * called them.
 *
 * @throws what reading the file throws
 */
export async function readLicence(file: Blob): Promise<{ type: LicenceType } | { problem: LicenceProblem }> {
  if (file.size === 0) return { problem: 'licence-empty' };
  if (file.size > LICENCE_RULES.maxBytes) return { problem: 'licence-too-large' };
  const type = pictureType(new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  return type ? { type } : { problem: 'licence-type' };
}

function pictureType(head: Uint8Array): LicenceType | undefined {
  const latin = String.fromCharCode(...head);
  if (latin.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (latin.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  return latin.startsWith('RIFF') && latin.slice(8) === 'WEBP' ? 'image/webp' : undefined;
}
