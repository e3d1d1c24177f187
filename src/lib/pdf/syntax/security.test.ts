import { describe, expect, it } from 'vitest';
import { aesCipher, rc4 } from './ciphers';
import { PdfDict, PdfName, PdfRaw, PdfRef, PdfStream, PdfString } from './objects';
import { openPdf } from './open';
import { ObjectParser } from './parser';
import { isSignatureDict } from './security';
import { blobOf, bytesOf, hasQpdf, latin1Of, ONE_PAGE, pdfText, qpdfCheck, qpdfMade } from './test-documents';
import { IncrementalWriter } from './writer';

const METADATA = '<x:xmpmeta/>';
const PLAIN = pdfText({
  objects: {
    ...ONE_PAGE,
    1: '<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R/Texts 5 0 R/Signature 7 0 R/Remark 8 0 R>>',
    5: '[(a text)<</In(another)>>()]',
    6: `<</Type/Metadata/Subtype/XML/Length ${METADATA.length}>>stream\n${METADATA}\nendstream`,
    7: '<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<30820000>/Reason(because)>>',
    8: '<</Type/Annot/Contents(a remark)>>',
  },
});

const FORMS: [string, string[]][] = [
  ['RC4, 40 bits', ['40', '--allow-weak-crypto']],
  ['RC4, 128 bits', ['128', '--use-aes=n', '--allow-weak-crypto']],
  ['AES-128', ['128', '--use-aes=y', '--allow-weak-crypto']],
  ['AES-128, metadata in clear', ['128', '--use-aes=y', '--cleartext-metadata', '--allow-weak-crypto']],
  ['AES-256, revision 5', ['256', '--force-R5']],
  ['AES-256, revision 6', ['256']],
  ['AES-256, metadata in clear', ['256', '--cleartext-metadata']],
];

function encrypted(form: readonly string[], user = '', more: readonly string[] = []): Promise<Uint8Array> {
  const weak = form.includes('--allow-weak-crypto') ? ['--allow-weak-crypto'] : [];
  const rest = form.filter((arg) => arg !== '--allow-weak-crypto');
  const all = [
    '--static-id',
    ...weak,
    ...more,
    '--preserve-unreferenced',
    '--encrypt',
    user,
    'owner',
    ...rest,
    '--',
  ];
  return qpdfMade(PLAIN, all);
}

async function read(file: Uint8Array) {
  const doc = await openPdf(blobOf(file));
  const catalog = await doc.catalog();
  const texts = (await doc.array(catalog.get('Texts'))) ?? [];
  const [first, dict, empty] = texts;
  const another = dict instanceof PdfDict ? dict.get('In') : undefined;
  const metadata = await doc.stream(catalog.get('Metadata'));
  const page = await doc.page(0);
  const content = await doc.stream(page.dict.get('Contents'));
  const signature = await doc.dict(catalog.get('Signature'));
  const textOf = (object: unknown) => (object instanceof PdfString ? object.text() : undefined);
  const contents = signature?.get('Contents');
  const remark = await doc.dict(catalog.get('Remark'));
  return {
    texts: [textOf(first), textOf(another), textOf(empty)],
    metadata: metadata && latin1Of(await doc.decode(metadata)),
    content: content && latin1Of(await doc.decode(content)).trim(),
    reason: textOf(signature?.get('Reason')),
    remark: textOf(remark?.get('Contents')),
    contents: contents instanceof PdfString ? latin1Of(contents.bytes) : undefined,
  };
}

const EXPECTED = {
  texts: ['a text', 'another', ''],
  metadata: METADATA,
  content: '0 0 m n',
  reason: 'because',
  remark: 'a remark',
  contents: '0\x82\0\0',
};

describe.skipIf(!hasQpdf)('documents that the empty password opens', () => {
  it.each(FORMS)('%s', async (_, form) => {
    const file = await encrypted(form);
    expect((await openPdf(blobOf(file))).encrypted).toBe(true);
    expect(await read(file)).toEqual(EXPECTED);
  });

  it.each(FORMS.slice(2))('%s in object streams', async (_, form) => {
    expect(await read(await encrypted(form, '', ['--object-streams=generate']))).toEqual(EXPECTED);
  });

  it.each(FORMS)('%s: a broken cross-reference chain', async (_, form) => {
    const text = latin1Of(await encrypted(form, '', ['--object-streams=generate']));
    const broken = bytesOf(text.replace(/startxref\n\d+/, 'startxref\n99999999'));
    expect((await openPdf(blobOf(broken))).recovered).toBe(true);
    expect(await read(broken)).toEqual(EXPECTED);
  });

  it.each(FORMS)('%s: what is written is encrypted like the rest', async (_, form) => {
    const file = await encrypted(form);
    const doc = await openPdf(blobOf(file));
    const writer = new IncrementalWriter(doc);
    const added = writer.allocate();
    writer.put(added, PdfDict.of({ Secret: PdfString.ofText('Zimtstern') }));
    const stream = writer.allocate();
    writer.put(stream, PdfStream.of(PdfDict.of({}), bytesOf('Lebkuchen')));
    const signature = writer.allocate();
    const value = new PdfRaw(bytesOf('<00ff>'));
    writer.put(
      signature,
      PdfDict.of({ Type: PdfName.of('Sig'), Contents: value, Reason: PdfString.ofText('Gewürz') }),
    );
    // a stream and a signature of the file's own, under the same numbers
    const catalog = await doc.catalog();
    for (const key of ['Metadata', 'Signature']) {
      const ref = catalog.get(key);
      if (ref instanceof PdfRef) writer.put(ref, await doc.resolve(ref));
    }
    writer.put(doc.catalogRef, catalog.clone().set('New', [added, stream, signature]));
    const { tail, offsetOf } = await writer.build();
    const whole = new Uint8Array(await blobOf(file, tail).arrayBuffer());

    expect(latin1Of(tail)).not.toMatch(/Zimtstern|Lebkuchen/);
    expect(latin1Of(whole.subarray(offsetOf(value), offsetOf(value) + 6))).toBe('<00ff>');
    expect(await qpdfCheck(whole)).toMatchObject({ status: 0 });
    expect(await read(whole)).toEqual(EXPECTED);
    const again = await openPdf(blobOf(whole));
    expect((await again.dict(added))?.get('Secret')).toEqual(PdfString.ofText('Zimtstern'));
    expect(latin1Of((await (await again.stream(stream))?.raw()) ?? new Uint8Array())).toBe('Lebkuchen');
    const sig = await again.dict(signature);
    expect(sig?.get('Contents')).toEqual(new PdfString(Uint8Array.of(0, 0xff)));
    expect(sig?.get('Reason')).toEqual(PdfString.ofText('Gewürz'));
    const clear = latin1Of(await qpdfMade(whole, ['--decrypt', '--qdf']));
    expect(clear).toContain('Zimtstern');
    expect(clear).toContain('Lebkuchen');
  });
});

describe.skipIf(!hasQpdf)('documents that need a password', () => {
  it.each(FORMS)('%s', async (_, form) => {
    await expect(openPdf(blobOf(await encrypted(form, 'user')))).rejects.toMatchObject({ code: 'encrypted' });
  });

  it.each(FORMS)('%s: the owner’s, if it is empty, does as well', async (_, form) => {
    const weak = form.includes('--allow-weak-crypto') ? ['--allow-weak-crypto'] : [];
    const rest = form.filter((arg) => arg !== '--allow-weak-crypto');
    const insecure = rest[0] === '256' ? ['--allow-insecure'] : [];
    const all = [...weak, '--preserve-unreferenced', '--encrypt', 'user', '', ...rest, ...insecure, '--'];
    const opened = openPdf(blobOf(await qpdfMade(PLAIN, all)));
    // Up to revision 4 an owner's password that is empty means the user's.
    if (rest[0] === '256') expect((await opened).encrypted).toBe(true);
    else await expect(opened).rejects.toMatchObject({ code: 'encrypted' });
  });
});

describe('handlers that are not known', () => {
  const withEncrypt = (dict: string) =>
    openPdf(blobOf(pdfText({ objects: ONE_PAGE, trailer: `/Root 1 0 R/Encrypt<<${dict}>>/ID[(a)(b)]` })));

  it.each([
    ['public keys', '/Filter/Adobe.PubSec/V 4'],
    ['a version that was never published', '/Filter/Standard/V 3/R 3'],
    ['a method that is unknown', '/Filter/Standard/V 4/R 4/StmF/X/StrF/X/CF<</X<</CFM/AESV9>>>>'],
    ['no handler at all', ''],
  ])('%s', async (_, dict) => {
    await expect(withEncrypt(dict)).rejects.toMatchObject({ code: 'unsupported-encryption' });
  });

  it('that cannot be read any more make the document unreadable', async () => {
    const trailer = '/Root 1 0 R/Encrypt 9 0 R/ID[(a)(b)]';
    const opened = openPdf(
      blobOf(pdfText({ objects: { ...ONE_PAGE, 9: 'E<</Filter/Standard>>' }, trailer })),
    );
    await expect(opened).rejects.toMatchObject({ code: 'damaged', detail: { problem: 'encrypt' } });
  });

  it('do not matter where nothing but attachments is encrypted', async () => {
    const doc = await withEncrypt('/Filter/Standard/V 4/R 4/StmF/Identity/StrF/Identity/O()/U()/P 0');
    expect(await doc.pageCount()).toBe(1);
  });
});

it.each([
  ['a type', '<</Type/DocTimeStamp>>', true],
  ['a byte range, the type may be missing', '<</ByteRange[0 1 2 3]>>', true],
  ['neither', '<</Type/Annot>>', false],
])('signatures are known by %s', (_, text, is) => {
  expect(isSignatureDict(new ObjectParser(bytesOf(text), 0).parseDict())).toBe(is);
});

describe('ciphers', () => {
  it('RC4 as published', () => {
    expect(Buffer.from(rc4(bytesOf('Wiki'), bytesOf('pedia'))).toString('hex')).toBe('1021bf0420');
  });

  it('AES data that cannot be right gives what it can', () => {
    const cipher = aesCipher(new Uint8Array(16));
    expect(cipher.decrypt(new Uint8Array())).toHaveLength(0);
    expect(cipher.decrypt(new Uint8Array(16))).toHaveLength(0);
    const sealed = cipher.encrypt(bytesOf('0123456789abcdef0123'));
    expect(latin1Of(cipher.decrypt(sealed))).toBe('0123456789abcdef0123');
    expect(latin1Of(cipher.decrypt(sealed.subarray(0, 40)))).toBe('0123456789abcdef');
  });
});
