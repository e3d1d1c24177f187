import { describe, expect, it } from 'vitest';
import { PdfSyntaxError } from './error';
import { PdfString } from './objects';
import { openPdf } from './open';
import { blobOf, corpusFiles } from './test-documents';
import { IncrementalWriter } from './writer';

/** Codes that are right for the few files that are refused. */
const REFUSALS: Record<string, string> = {
  'pdfjs-issue15590.pdf': 'damaged', // its page tree is a script
  'pdfjs-issue9105_other.pdf': 'damaged', // its catalog is no object
  'pdfjs-issue19484_2.pdf': 'unsupported-encryption', // only Acrobat and pdf.js know such keys
  'pdfjs-saslprep-r6.pdf': 'encrypted',
  'pdfjs-PDFBOX-4352-0.pdf': 'damaged', // its encryption dictionary is no object, its page is ciphertext
  'pyhanko-broken-objstream6.pdf': 'damaged',
  'pyhanko-minimal-aes256.pdf': 'encrypted',
  'pyhanko-minimal-aes256-empty-encrypted-string.pdf': 'encrypted',
  'pyhanko-minimal-aes256-malformed-oe.pdf': 'encrypted',
  'pyhanko-minimal-rc4.pdf': 'encrypted',
  'pyhanko-minimal-pubkey-unknown-envelope-alg.pdf': 'unsupported-encryption',
  'pyhanko-minimal-with-field-pubkey-rc4.pdf': 'unsupported-encryption',
  'pyhanko-pubkey-rc2-test.pdf': 'unsupported-encryption',
  'pyhanko-signed-encrypted-pubkey-with-catalog-ref.pdf': 'unsupported-encryption',
};

const files = [...(await corpusFiles('pdf-readers')), ...(await corpusFiles('pdf-signed'))];

/** Opens, lists the pages, appends and reads back; the code of what refuses it. */
async function roundTrip(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const doc = await openPdf(blobOf(bytes));
    const listed: string[] = [];
    for await (const page of doc.pages()) listed.push(page.ref.key);
    expect(await doc.pageCount()).toBe(listed.length);
    for (const [index, key] of listed.entries()) expect((await doc.page(index)).ref.key).toBe(key);
    const writer = new IncrementalWriter(doc);
    const note = writer.allocate();
    writer.put(note, [PdfString.ofText('印')]);
    writer.put(doc.catalogRef, (await doc.catalog()).clone().set('Note', note));
    const again = await openPdf(blobOf(bytes, (await writer.build()).tail));
    expect(await again.array((await again.catalog()).get('Note'))).toEqual([PdfString.ofText('印')]);
    expect(await again.pageCount()).toBe(listed.length);
    expect(again.recovered).toBe(false);
    return undefined;
  } catch (error) {
    if (error instanceof PdfSyntaxError) return error.code;
    throw error;
  }
}

describe.skipIf(files.length === 0)('files that other readers are tested with', () => {
  it.each(files)('$name', async ({ name, read }) => {
    expect(await roundTrip(await read())).toBe(REFUSALS[name]);
  });
});
