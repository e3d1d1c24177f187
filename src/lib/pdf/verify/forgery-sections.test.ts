import { describe, expect, it } from 'vitest';
import { Draft, objectStream, rowOf } from './draft';
import {
  body,
  EVIL,
  expectFound,
  expectValid,
  INFO,
  plain,
  report,
  signedFile,
  TWO_CONTENTS,
  update,
  WITH_INFO,
} from './object-forgery-testing';
import { stream } from './testing';

describe('an honest update', () => {
  it.each<[string, (draft: Draft) => Draft]>([
    ['with a table', (draft) => update(draft).table({ trailer: WITH_INFO })],
    ['with a cross-reference stream', (draft) => update(draft).stream(31, {}, WITH_INFO)],
    [
      'with an object stream',
      (draft) => draft.object(31, objectStream({ 30: INFO })).stream(32, { 31: [30] }, WITH_INFO),
    ],
    ['with a comment', (draft) => update(draft.raw('% made by nobody\n\n')).table({ trailer: WITH_INFO })],
    [
      'of two updates',
      (draft) => update(update(draft).table({ trailer: WITH_INFO })).table({ trailer: WITH_INFO }),
    ],
    ['that changes nothing', (draft) => draft.table()],
    [
      'with a stream whose length is an object',
      (draft) =>
        update(draft)
          .object(31, '<< /Length 32 0 R >>\nstream\nabc\nendstream')
          .object(32, '3')
          .table({ trailer: WITH_INFO }),
    ],
  ])('%s is none of these', async (_, change) => {
    await expectValid(change((await plain()).draft));
  });

  it('that lists what it does not change is none of these', async () => {
    const { text, draft } = await plain();
    const rows = { 5: rowOf(text.indexOf('5 0 obj')), 7: rowOf(text.indexOf('7 0 obj')) };
    await expectValid(update(draft).table({ trailer: WITH_INFO, rows }));
  });
});

/** The main section of a file with another one before it, which calls up another page. */
function dormant(o: { linearized?: boolean; startxref?: 'first' | 'main' } = {}): {
  draft: Draft;
  first: number;
} {
  const draft = new Draft();
  if (o.linearized)
    draft.object(40, `<< /Linearized 1 /L ${'@'.repeat(9)} /O 3 /E 99 /N 1 /H [9 9] /T ${'%'.repeat(9)} >>`);
  draft.objects(body());
  const evil = draft.text.length;
  draft.raw(`5 0 obj\n${stream(EVIL)}\nendobj\n`);
  const first = draft.text.length;
  const section = (prev: number) =>
    `xref\n5 1\n${rowOf(evil)} \ntrailer\n<< /Size 41 /Root 1 0 R /Prev ${String(prev).padStart(9, '0')} >>\nstartxref\n0\n%%EOF\n`;
  const main = first + section(0).length;
  draft.raw(section(main));
  draft.table({ size: 41, ...(o.startxref === 'first' ? { startxref: first } : {}) });
  const length = String(draft.text.length).padStart(9, '0');
  draft.text = draft.text
    .replace('@'.repeat(9), length)
    .replace('%'.repeat(9), String(main).padStart(9, '0'));
  return { draft, first };
}

describe('a section that lay dormant in the signed bytes', () => {
  it.each([false, true])(
    'and is called up by a later section is found (linearized: %s)',
    async (linearized) => {
      const { draft, first } = dormant({ linearized });
      const { draft: later } = await signedFile(draft);
      await expectFound(update(later).table({ trailer: WITH_INFO, prev: first }), 'changes-unknown');
    },
  );

  it('and is called up by a later startxref is found', async () => {
    const { draft, first } = dormant();
    const { draft: later } = await signedFile(draft);
    await expectFound(later.raw(`startxref\n${first}\n%%EOF\n`));
  });

  it('is none where it is the first-page section of a linearized file', async () => {
    const { draft, first } = dormant({ linearized: true, startxref: 'first' });
    const { draft: later } = await signedFile(draft);
    await expectValid(update(later).table({ trailer: WITH_INFO, prev: first, size: 41 }));
  });
});

describe('a section that readers take differently', () => {
  it.each<[string, (draft: Draft, text: string) => Draft]>([
    ['lists an object twice', (draft) => update(draft).table({ trailer: WITH_INFO, twice: 30 })],
    ['gives an object another generation', (draft) => draft.object(5, body()[5] ?? '', 1).table()],
    [
      'names a generation that is not there',
      (draft) => update(draft).table({ trailer: '/Root 1 0 R /Info 30 7 R' }),
    ],
    [
      'skips a revision',
      (draft) => {
        const { startxref } = draft;
        const skipped = draft.object(5, stream(EVIL)).table();
        return update(skipped).table({ trailer: WITH_INFO, prev: startxref ?? 0 });
      },
    ],
    [
      'is off the place that its successor names',
      (draft) => update(draft).table({ trailer: WITH_INFO, prev: (draft.startxref ?? 0) - 20 }),
    ],
    [
      'is off the place that startxref names',
      (draft) => {
        const at = update(draft).text.length;
        return draft.table({ trailer: WITH_INFO, startxref: at + 9 });
      },
    ],
    [
      'names its predecessor by a reference',
      (draft) =>
        update(draft).table({ trailer: `${WITH_INFO} /Prev ${draft.startxref ?? 0} 0 R`, prev: null }),
    ],
    [
      'promises fewer objects than there are',
      (draft) => update(draft).table({ trailer: WITH_INFO, size: 5 }),
    ],
    ['has a root twice', (draft) => update(draft).table({ trailer: `/Root 9 0 R ${WITH_INFO}` })],
    [
      'brings an object that it does not list',
      (draft) => update(draft.raw(`5 0 obj\n${stream(EVIL)}\nendobj\n`)).table({ trailer: WITH_INFO }),
    ],
    ['has an end of file inside', (draft) => update(draft.raw('%%EOF\n')).table({ trailer: WITH_INFO })],
    ['has a word between objects', (draft) => update(draft.raw('trailer\n')).table({ trailer: WITH_INFO })],
    [
      'has an object with a key twice',
      (draft) => draft.object(30, '<< /Producer (x) /Producer (y) >>').table({ trailer: WITH_INFO }),
    ],
    [
      'has an object with a key hidden by an escape',
      (draft) => draft.object(30, '<< /#50roducer (x) >>').table({ trailer: WITH_INFO }),
    ],
    [
      'has an object without an end',
      (draft) => {
        const at = draft.text.length;
        return draft
          .raw(`30 0 obj\n${INFO}\n`)
          .table({ trailer: WITH_INFO, rows: { 30: rowOf(at) }, size: 31 });
      },
    ],
    [
      'has a stream that is longer than it says',
      (draft) =>
        update(draft).object(31, '<< /Length 2 >>\nstream\nabcdef\nendstream').table({ trailer: WITH_INFO }),
    ],
    ['has a broken number', (draft) => draft.object(30, '<< /N --5 >>').table({ trailer: WITH_INFO })],
    [
      'leads to an object by a place before it',
      (draft, text) => {
        draft.raw('%\n').object(30, INFO);
        return draft.table({ trailer: WITH_INFO, rows: { 30: rowOf(text.length) } });
      },
    ],
  ])('since it %s is found', async (_, change) => {
    const { text, draft } = await plain();
    await expectFound(change(draft, text), 'changes-unknown');
  });

  it('since the signed one is its own predecessor is found', async () => {
    const make = (prev: number) => new Draft().objects(body()).table({ prev, size: 60 });
    const { draft } = await signedFile(make(make(1000).startxref ?? 0));
    await expectFound(update(draft).table({ trailer: WITH_INFO, size: 60 }), 'changes-unknown');
  });

  it('since the file starts before its header is found', async () => {
    const { draft } = await signedFile(new Draft('junk\n%PDF-1.7\n').objects(body()).table());
    const moved = (text: string) =>
      text.replace(/\d{10}(?= \d{5} n)/g, (n) => String(Number(n) - 5).padStart(10, '0'));
    const base = new Draft('junk\n%PDF-1.7\n').objects(body());
    const at = base.text.length - 5;
    base.table({ startxref: at });
    base.text = moved(base.text);
    base.startxref = at;
    const later = (await signedFile(base)).draft;
    const from = later.text.length;
    update(later);
    later.table({ trailer: WITH_INFO, startxref: later.text.length - 5 });
    later.text = later.text.slice(0, from) + moved(later.text.slice(from));
    await expectFound(later, 'changes-unknown');
    expect(draft).toBeDefined();
  });

  it('since its hidden stream replaces what its table and older sections show is found', async () => {
    const { draft } = await plain();
    const evil = draft.text.length;
    draft.raw(`5 0 obj\n${stream(EVIL)}\nendobj\n`);
    const hidden = draft.text.length;
    const row = String.fromCharCode(1, evil >> 8, evil & 255, 0);
    draft.object(
      31,
      `<< /Type /XRef /W [1 2 1] /Index [5 1] /Size 32 /Length 4 >>\nstream\n${row}\nendstream`,
    );
    await expectFound(draft.table({ trailer: `/Root 1 0 R /XRefStm ${hidden}` }), 'changes-unknown');
  });
});

describe('what a section says of the document', () => {
  it.each<[string, (draft: Draft) => Draft]>([
    [
      'another catalog',
      (draft) =>
        draft
          .object(32, '<< /Type /Catalog /Pages 33 0 R /AcroForm 8 0 R >>')
          .object(33, '<< /Type /Pages /Kids [34 0 R] /Count 1 >>')
          .object(34, '<< /Type /Page /Parent 33 0 R /MediaBox [0 0 9 9] >>')
          .table({ trailer: '/Root 32 0 R' }),
    ],
    ['an object that was free', (draft) => draft.object(6, stream(EVIL)).table()],
    ['an object that is no more', (draft) => draft.table({ rows: { 5: '0000000000 00001 f' } })],
    [
      'an older place of an object',
      (draft) => draft.table({ rows: { 5: rowOf(draft.text.indexOf('%old\n') + 5) } }),
    ],
  ])('%s is a change', async (_, change) => {
    const old = `%old\n5 0 obj\n${stream(EVIL)}\nendobj\n`;
    const { draft } = await signedFile(
      new Draft()
        .raw(old)
        .objects(body({ 3: TWO_CONTENTS }))
        .table({ rows: { 6: '0000000000 00000 f' } }),
    );
    await expectFound(change(draft), 'forbidden-change');
  });

  it('that it is encrypted now is a change', async () => {
    const { draft } = await plain();
    const result = await report(
      draft.object(31, '<< /Filter /Standard /V 1 /R 2 >>').table({ trailer: '/Root 1 0 R /Encrypt 31 0 R' }),
    );
    expect(['invalid', 'unreadable']).toContain(result.verdict);
  });
});
