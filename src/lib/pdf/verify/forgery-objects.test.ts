import { describe, expect, it } from 'vitest';
import { Draft, objectStream, rowOf, signatureValue, signed } from './draft';
import {
  attacker,
  author,
  body,
  EVIL,
  expectFound,
  expectValid,
  FONT,
  form,
  INFO,
  page,
  plain,
  report,
  signedFile,
  TWO_CONTENTS,
  update,
  WITH_INFO,
} from './object-forgery-testing';
import { stream } from './testing';

function without(objects: Record<number, string>, ...nums: number[]): Record<number, string> {
  return Object.fromEntries(Object.entries(objects).filter(([num]) => !nums.includes(Number(num))));
}

/** A file one of whose entries leads to where the file ends. */
async function leadingOut(): Promise<Draft> {
  const make = (offset: number) =>
    new Draft().objects(body({ 3: TWO_CONTENTS })).table({ rows: { 6: rowOf(offset) }, size: 60 });
  const { length } = make(0).text;
  return (await signedFile(make(length))).draft;
}

describe('an entry that leads beyond the end of its revision', () => {
  it('to bytes that nothing lists is found', async () => {
    const draft = (await leadingOut()).raw(`6 0 obj\n${stream(EVIL)}\nendobj\n`);
    await expectFound(update(draft).table({ trailer: WITH_INFO, size: 60 }), 'changes-unknown');
  });

  it('to an object that a later section lists is found', async () => {
    const draft = (await leadingOut()).object(6, stream(EVIL));
    await expectFound(update(draft).table({ trailer: WITH_INFO, size: 60 }), 'forbidden-change');
  });

  it('to an object that later revisions bring step by step is found', async () => {
    const draft = update(await leadingOut()).table({ trailer: WITH_INFO, size: 60 });
    await expectValid(draft);
  });

  it('from the number behind startxref over the end is found', async () => {
    const make = (num: number, offset: number) =>
      new Draft()
        .objects(body({ 3: page(`${FONT} /Contents [5 0 R ${String(num).padStart(6, '0')} 0 R]`) }))
        .table({ rows: { [num]: rowOf(offset) }, size: 99_999 });
    const num = make(9000, 0).startxref ?? 0;
    const draft = make(num, make(num, 0).text.lastIndexOf(String(num)));
    const { draft: later } = await signedFile(draft);
    later.raw(`0 obj\n${stream(EVIL)}\nendobj\n`);
    await expectFound(update(later).table({ trailer: WITH_INFO, size: 99_999 }), 'changes-unknown');
  });
});

describe('what goes on behind the signed end', () => {
  const last = (content: string, changes = {}) => {
    const draft = new Draft().objects(without(body(changes), 5));
    const at = draft.text.length;
    return draft.raw(`5 0 obj\n${content}\n`).table({ rows: { 5: rowOf(at) }, size: 60 });
  };

  it('a stream without an end is found', async () => {
    const { draft } = await signedFile(last('<< /Length 3 >>\nstream\n0 0 m n'));
    const later = update(draft).object(31, stream(EVIL));
    await expectFound(later.table({ trailer: WITH_INFO, size: 60 }), 'changes-unknown');
  });

  it('a stream whose length leads there is found', async () => {
    const make = (length: number) =>
      last(`<< /Length ${String(length).padStart(9, '0')} >>\nstream\n0 0 m n\nendstream\nendobj`);
    const start = make(0).text.indexOf('0 0 m n');
    const more = (draft: Draft) =>
      update(draft).object(31, stream(EVIL)).table({ trailer: WITH_INFO, size: 60 });
    const end = more(make(0).after(make(0).text)).text.lastIndexOf('\nendstream');
    const { draft } = await signedFile(make(end - start));
    await expectFound(more(draft), 'changes-unknown');
  });

  it('a stream whose length is a later object is found', async () => {
    const { draft } = await signedFile(last('<< /Length 40 0 R >>\nstream\n0 0 m n\nendstream\nendobj'));
    await expectFound(
      update(draft).object(40, '3').table({ trailer: WITH_INFO, size: 60 }),
      'forbidden-change',
    );
  });

  it('a string without an end is found', async () => {
    const changes = {
      3: page(`${FONT} /Contents 4 0 R`).replace('[9 0 R', '[10 0 R 9 0 R'),
      4: stream('BT ET'),
      10: '<< /Type /Annot /Subtype /Text /Rect [9 9 30 30] /Contents 5 0 R >>',
    };
    const { draft } = await signedFile(last('(Pay 100', changes));
    await expectFound(
      update(draft.raw(' and more) endobj\n')).table({ trailer: WITH_INFO, size: 60 }),
      'changes-unknown',
    );
  });

  it('a stream that ends where it should does not', async () => {
    const { draft } = await signedFile(last('<< /Length 7 >>\nstream\n0 0 m n\nendstream\nendobj'));
    await expectValid(update(draft).object(31, stream(EVIL)).table({ trailer: WITH_INFO, size: 60 }));
  });
});

describe('an object stream', () => {
  const members = { 3: body()[3] ?? '', 7: body()[7] ?? '' };
  const compact = (dict = '', more: Record<number, string> = {}) => {
    const draft = new Draft()
      .objects({ ...without(body(), 3, 7), 6: stream(EVIL), ...more })
      .object(40, objectStream(members, dict));
    return signedFile(draft.stream(41, { 40: [3, 7] }));
  };
  const evil = { ...members, 3: page(`${FONT} /Contents 6 0 R`) };

  it('that stays is none of these', async () => {
    const { draft } = await compact();
    await expectValid(update(draft).stream(42, {}, WITH_INFO));
  });

  it('that is written anew as it was is none of these', async () => {
    const { draft } = await compact();
    await expectValid(update(draft).object(40, objectStream(members)).stream(42, {}, WITH_INFO));
  });

  it('that is replaced changes what is in it', async () => {
    const { draft } = await compact();
    await expectFound(
      update(draft).object(40, objectStream(evil)).stream(42, {}, WITH_INFO),
      'forbidden-change',
    );
  });

  it('that is taken away takes what is in it', async () => {
    const { draft } = await compact();
    const result = await report(update(draft).object(40, 'null').stream(42, {}, WITH_INFO));
    expect(['invalid', 'unreadable']).toContain(result.verdict);
  });

  it('whose length is replaced reads otherwise', async () => {
    const data = objectStream(members).split('stream\n')[1]?.split('\nendstream')[0] ?? '';
    // The same bytes read as more or fewer objects, as the length says where they end.
    const { draft } = await compact('/Length 43 0 R', { 43: String(data.length) });
    await expectValid(update(draft).object(43, String(data.length)).stream(42, {}, WITH_INFO));
    const second = await compact('/Length 43 0 R /Filter 44 0 R', { 43: String(data.length), 44: 'null' });
    const result = await report(update(second.draft).object(44, '/ASCIIHexDecode').stream(42, {}, WITH_INFO));
    expect(['invalid', 'unreadable']).toContain(result.verdict);
  });

  it('in which an object is elsewhere than the entry says is found', async () => {
    const { draft } = await plain();
    const odd = objectStream({ 29: '<< /Producer (y) >>', 30: INFO });
    await expectFound(draft.object(31, odd).stream(32, { 31: [30] }, WITH_INFO), 'changes-unknown');
  });
});

describe('an object that plays two parts', () => {
  const field = (value: number) =>
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 600 272 620] /P 3 0 R /F 4 /V ${value} 0 R >>`;
  const filled = async (resources: string, further = {}) => {
    const { draft } = await plain({
      3: page(`/Resources ${resources} /Contents 5 0 R`),
      5: stream('/V Do'),
      9: field(50),
      50: form('q Q'),
      ...further,
    });
    return draft.object(9, field(51)).object(51, form(EVIL)).table();
  };

  it('of a field alone may be filled in', async () => {
    const result = await expectValid(await filled('<< >>'));
    expect(result.signatures[0]?.laterChanges[0]?.changes).toMatchObject([
      { kind: 'form-filled', field: 'name' },
    ]);
  });

  it.each<[string, string, Record<number, string>?]>([
    ['a field and the names of pictures on a page', '<< /XObject 9 0 R >>'],
    [
      'a field and the names of pictures in a form',
      '<< /XObject << /V 52 0 R >> >>',
      {
        52: stream('/V Do', '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject 9 0 R >>'),
      },
    ],
    ['a field and all resources of a page', '9 0 R'],
  ])('%s is judged as both', async (_, resources, further) => {
    await expectFound(await filled(resources, further), 'forbidden-change');
  });

  it('a field that actions and the structure name is a field only', async () => {
    const { draft } = await plain({
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R /OpenAction << /S /Hide /T 9 0 R >> /Outlines 60 0 R >>',
      9: field(50),
      50: form('q Q'),
      60: '<< /Type /Outlines /First 61 0 R /Last 61 0 R >>',
      61: '<< /Title (a) /Parent 60 0 R /Dest [3 0 R /Fit] /A << /S /ResetForm /Fields [9 0 R] >> >>',
    });
    await expectValid(draft.object(9, field(51)).object(51, form(EVIL)).table());
  });
});

describe('a signature value', () => {
  it('that is replaced by nonsense is told still', async () => {
    const { draft } = await plain();
    const nonsense = '<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <00> >>';
    const result = await expectFound(draft.object(21, nonsense).table(), 'signature-removed');
    expect(result.signatures).toHaveLength(2);
  });

  it("that is replaced by somebody else's is told still", async () => {
    const { draft } = await plain();
    const later = draft.object(21, signatureValue(attacker)).table();
    const result = await expectFound(later.after(await signed(later.text, attacker)), 'forbidden-change');
    expect(result.signatures.map(({ signer }) => signer).sort()).toEqual(['Attacker', 'Author']);
  });

  it('that hundreds of revisions bury is told still', async () => {
    const { draft } = await plain();
    draft
      .object(8, '<< /Fields [9 0 R] /SigFlags 3 >>')
      .object(3, page(`${FONT} /Contents 5 0 R`).replace(' 20 0 R', ''))
      .table();
    for (let i = 0; i < 300; i++) draft.table();
    await expectFound(draft, 'signature-removed');
  });

  it('that only a page shows is told, and not relied on', async () => {
    const { draft } = await plain({ 8: '<< /Fields [9 0 R] /SigFlags 3 >>' });
    await expectFound(draft, 'outside-form');
  });

  it.each<[string, Parameters<typeof signatureValue>[1]]>([
    ['two byte ranges', { more: '/ByteRange [0 10 20 30]' }],
    ['two contents', { more: '/Contents (abc)' }],
    ['two contents, one of them hidden by an escape', { more: '/#43ontents (abc)' }],
    ['a byte range hidden by an escape', { range: '/By#74eRange' }],
    ['contents hidden by an escape', { contents: '/#43ontents' }],
    ['words that are no objects', { more: '/Reason Evil' }],
    ['a bracket too many', { more: '/Reason (x) )' }],
  ])('with %s is not relied on', async (_, o) => {
    const { draft } = await plain({ 21: signatureValue(author, o) });
    const result = await report(draft);
    expect(result).toMatchObject({ verdict: 'invalid', signatures: [{ intact: false }] });
    expect(result.signatures[0]?.problems).toContain('signature-unreadable');
  });

  it('with rare but right syntax is', async () => {
    const more =
      '/Name (a\\)b) /Reason <FE FF 00 41> /Prop_Build << /App << /Name /Su#20iyin#e4 >> >> % why\n';
    await expectValid((await plain({ 21: signatureValue(author, { more }) })).draft);
  });
});
