/** Proofs: pictures as cameras and scanners make them, vouchers also as PDF. */
export const DOCUMENT_RULES = {
  pictures: ['image/jpeg', 'image/png', 'image/webp'],
  maxBytes: 8 * 1024 * 1024,
} as const;

export type DocumentProblem = 'empty' | 'too-large' | 'type';
export type DocumentType = (typeof DOCUMENT_RULES.pictures)[number] | 'application/pdf';

/**
 * Looks at a document. Its type is read from its first bytes: what a file is called says nothing.
 *
 * @param o.pdf whether a PDF will do
 * @throws what reading the file throws
 */
export async function readDocument(
  file: Blob,
  o: { pdf: boolean },
): Promise<{ type: DocumentType } | { problem: DocumentProblem }> {
  if (file.size === 0) return { problem: 'empty' };
  if (file.size > DOCUMENT_RULES.maxBytes) return { problem: 'too-large' };
  const type = typeOf(new Uint8Array(await file.slice(0, 1024).arrayBuffer()));
  return type === undefined || (type === 'application/pdf' && !o.pdf) ? { problem: 'type' } : { type };
}

function typeOf(head: Uint8Array): DocumentType | undefined {
  const latin = String.fromCharCode(...head);
  if (latin.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (latin.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (latin.startsWith('RIFF') && latin.slice(8, 12) === 'WEBP') return 'image/webp';
  // ISO 32000-2 7.5.2 and the habit of readers: within the first 1024 bytes
  return latin.includes('%PDF-') ? 'application/pdf' : undefined;
}
