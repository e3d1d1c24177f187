/** A signed document of one page, byte by byte, for forgeries of what it is made of; and how their finding is judged. */
import { expect } from 'vitest';
import { Draft, signatureValue, signed } from './draft';
import type { VerifyReport } from './report';
import { latin1, newCompany, stream, verify } from './testing';

export const [author, attacker] = await Promise.all([newCompany('Author'), newCompany('Attacker')]);

export const EVIL = 'BT /F 12 Tf 72 700 Td (Pay 9000) Tj ET';
export const form = (content: string) => stream(content, '/Type /XObject /Subtype /Form /BBox [0 0 9 9]');

/** Objects of one page with a text field and a signature. */
export function body(changes: Readonly<Record<number, string>> = {}): Record<number, string> {
  const box = '/MediaBox [0 0 595 842] /Resources << /Font << /F 7 0 R >> >>';
  return {
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: `<< /Type /Page /Parent 2 0 R ${box} /Contents 5 0 R /Annots [9 0 R 20 0 R] >>`,
    5: stream('BT /F 12 Tf 72 700 Td (Pay 100) Tj ET'),
    7: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    8: '<< /Fields [9 0 R 20 0 R] /SigFlags 3 >>',
    9: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 600 272 620] /P 3 0 R /F 4 >>',
    20: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig) /Rect [0 0 0 0] /P 3 0 R /F 4 /V 21 0 R >>',
    21: signatureValue(author),
    ...changes,
  };
}

export const page = (entries: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [9 0 R 20 0 R] ${entries} >>`;
export const FONT = '/Resources << /Font << /F 7 0 R >> >>';

/** The file, signed, and what goes on behind it. */
export async function signedFile(draft: Draft): Promise<{ text: string; draft: Draft }> {
  const text = await signed(draft.text, author);
  return { text, draft: draft.after(text) };
}

export const plain = (changes = {}) => signedFile(new Draft().objects(body(changes)).table());

export const INFO = '<< /Producer (x) >>';
export const WITH_INFO = '/Root 1 0 R /Info 30 0 R';

/** What an honest program may write: who made the file. */
export const update = (draft: Draft) => draft.object(30, INFO);

export async function report(draft: Draft): Promise<VerifyReport> {
  return verify(new Blob([latin1(draft.text)]), [author, attacker]);
}

export async function expectValid(draft: Draft): Promise<VerifyReport> {
  const result = await report(draft);
  expect(result.signatures.map(({ problems }) => problems)).toEqual(result.signatures.map(() => []));
  expect(result.verdict).toBe('valid');
  return result;
}

/** The author's signature is told, intact, and the document is not valid. */
export async function expectFound(draft: Draft, problem?: string): Promise<VerifyReport> {
  const result = await report(draft);
  const own = result.signatures.find(({ signer }) => signer === 'Author');
  expect(own?.intact).toBe(true);
  expect(result.verdict).toBe('invalid');
  if (problem) expect(own?.problems).toContain(problem);
  return result;
}

export const TWO_CONTENTS = page(`${FONT} /Contents [5 0 R 6 0 R]`);
