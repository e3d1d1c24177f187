import { beforeAll, describe, expect, it } from 'vitest';
import type { Archive } from './export';
import { readArchive, type ArchiveReport } from './read';
import { altered, Ended, kindIn, linesOf, renumbered, setLines } from './testing';
import { readZip } from './zip-read';
import { zipOf } from './zip-write';

let ended: Ended;
let archive: Archive;
beforeAll(async () => {
  ended = await Ended.play();
  archive = await ended.export();
});

const read = (file: Blob): Promise<ArchiveReport> => readArchive(file, { ledger: ended.ledger });
const notesOf = ({ findings }: ArchiveReport) => findings.flatMap(({ notes }) => notes);
const codesOf = (report: ArchiveReport) => notesOf(report).map(({ code }) => code);
const verdicts = ({ findings }: ArchiveReport) =>
  Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));

/** One record is another one, and the list says so. */
const withLines = (change: (lines: string[]) => string[], relist = true) =>
  altered(archive, (parts) => setLines(parts, change(linesOf(parts))), { relist });

describe('an archive', () => {
  it('is verified by itself, from the signatures to the ranking', async () => {
    const report = await read(archive.file);
    expect(notesOf(report)).toEqual([]);
    expect(report.verdict).toBe('good');
    expect(new Set(Object.values(verdicts(report)))).toEqual(new Set(['good']));
    expect(report.tender).toMatchObject({
      number: 'YX-2026-001',
      award: { winners: [{ amountFen: 1_200_000 }] },
    });
    expect(report.bids.map(({ found, late, verdict }) => [found?.status, late, verdict])).toEqual([
      ['superseded', false, 'good'],
      ['opened', false, 'good'],
      ['opened', false, 'good'],
      ['late', true, 'good'],
    ]);
    expect(report.bids[1]!.body?.files[0]?.name).toBe('投标函.pdf');
  });

  it('holds all files, under names that every system takes, and the records up to the result', async () => {
    expect(archive.missing).toEqual([]);
    const paths = [...(await readZip(archive.file)).keys()];
    expect(paths).toEqual([
      ...['manifest.json', 'index.html', 'records.jsonl', 'clarifications/1/1-附件_一.pdf'],
      ...['envelopes/1.age', 'envelopes/2.age', 'envelopes/3.age', 'envelopes/4.age'],
      ...['opening/record.pdf', 'bids/2/1-投标函.pdf.enc'],
    ]);
    const { count } = (await read(archive.file)).records;
    expect(count).toBe(ended.records.length - 1);
  });

  it('tells how far it is, and ends when it is told to', async () => {
    const steps: [number, number][] = [];
    const onProgress = (...step: [number, number]) => steps.push(step);
    await readArchive(archive.file, { ledger: ended.ledger, onProgress });
    expect(steps.at(-1)![0]).toBe(steps.at(-1)![1]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readArchive(archive.file, { ledger: ended.ledger, signal })).rejects.toThrow('enough');
    await expect(ended.export({ signal })).rejects.toThrow('enough');
  });

  it('is made of a tender that has ended only', async () => {
    const { tenders } = ended.hall.state;
    const other = [...tenders.keys()].at(-1)!;
    await expect(ended.export({ tender: other })).rejects.toMatchObject({ code: 'not-finished' });
  });

  it('says what could not be had', async () => {
    const { file } = ended.hall.options();
    const [document] = ended.hall.tenderOf().clarifications[0]!.documents;
    const partial = await ended.export({
      file: (id) => (id === document!.blob ? Promise.reject(new Error('offline')) : file(id)),
    });
    expect(partial.missing).toMatchObject([{ kind: 'clarification', name: '附件:一.pdf' }]);
    const report = await read(partial.file);
    expect(report.verdict).toBe('attention');
    expect(notesOf(report)).toEqual([{ code: 'file-left-out', kind: 'clarification', name: '附件:一.pdf' }]);
  });
});

describe('a byte that was changed', () => {
  it('is found in every part', async () => {
    const paths = [...(await readZip(archive.file)).keys()].filter((path) => path !== 'manifest.json');
    for (const path of paths) {
      const file = await altered(archive, (parts) => {
        const bytes = parts.get(path)!;
        // The end of a record's signature, the middle of anything else.
        const at = path === 'records.jsonl' ? linesOf(parts)[0]!.length - 5 : bytes.length >> 1;
        bytes[at] = bytes[at] === 65 ? 66 : 65;
      });
      const report = await read(file);
      expect(report.verdict, path).toBe('bad');
      expect(notesOf(report)).toContainEqual({ code: 'file-altered', path });
    }
  });

  it('is found in a record though the list was made to fit', async () => {
    const count = archive.manifest.records.count;
    for (let n = 0; n < count; n++) {
      const report = await read(
        await withLines((lines) =>
          lines.map((line, index) => {
            if (index !== n) return line;
            const { jws, ...place } = JSON.parse(line) as { jws: string };
            const [head, payload, signature] = jws.split('.') as [string, string, string];
            const other = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
            return JSON.stringify({ ...place, jws: [head, payload, other].join('.') });
          }),
        ),
      );
      expect(report.verdict).not.toBe('good');
      expect(notesOf(report)).toContainEqual(
        expect.objectContaining({ code: 'record-refused', position: n + 1 }),
      );
    }
  });

  it('in the list itself leaves no archive, or one whose parts do not fit', async () => {
    const size = (await (await readZip(archive.file)).get('manifest.json')!.arrayBuffer()).byteLength;
    for (let at = 0; at < size; at += 37) {
      const file = await altered(archive, (parts) => void (parts.get('manifest.json')![at]! ^= 1));
      const outcome = await read(file).then(
        ({ fingerprint, verdict }) => ({ fingerprint, verdict }),
        (error: unknown) => error as Error,
      );
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'ArchiveError' });
      else expect(outcome.fingerprint).not.toBe((await read(archive.file)).fingerprint);
    }
  });
});

describe('what somebody leaves out', () => {
  it('is missed where a record is gone', async () => {
    await expect(read(await withLines((lines) => lines.toSpliced(4, 1)))).rejects.toMatchObject({
      code: 'records-gap',
      detail: { expected: 5, position: 6 },
    });
  });

  it('is missed though the places were given anew, wherever the result depends on it', async () => {
    const free = ['opening.objected', 'tender.clarified'];
    const kinds = ended.records.slice(0, -1).map((record) => kindIn(JSON.stringify(record)));
    for (const [n, kind] of kinds.entries()) {
      const report = await read(await withLines((lines) => renumbered(lines.toSpliced(n, 1))));
      if (free.includes(kind)) continue;
      expect(report.verdict, `${n} ${kind}`).not.toBe('good');
    }
  });

  it('is missed where it is a bid: the opening record names its envelope', async () => {
    const file = await altered(
      archive,
      (parts) => {
        const lines = linesOf(parts);
        const envelope = lines.findIndex((line) => kindIn(line) === 'bid.enveloped');
        setLines(parts, renumbered(lines.toSpliced(envelope, 1)));
        parts.delete('envelopes/1.age');
      },
      { relist: true },
    );
    const report = await read(file);
    expect(verdicts(report)).toMatchObject({ tender: 'bad' });
    expect(codesOf(report)).toContain('no-result');
  });

  it('is missed where it is the file of an envelope', async () => {
    const report = await read(
      await altered(archive, (parts) => void parts.delete('envelopes/3.age'), { relist: true }),
    );
    expect(verdicts(report)).toMatchObject({ opening: 'bad', records: 'good' });
    expect(report.bids.map(({ verdict }) => verdict)).toEqual(['bad', 'good', 'bad', 'good']);
    expect(notesOf(report)).toContainEqual(
      expect.objectContaining({
        code: 'opening-differs',
        problem: 'status',
        found: expect.objectContaining({ status: 'unreadable' }),
      }),
    );
  });

  it('is named where it is an attachment or a document', async () => {
    const report = await read(
      await altered(archive, (parts) => void parts.delete('bids/2/1-投标函.pdf.enc'), { relist: true }),
    );
    expect(notesOf(report)).toEqual([{ code: 'file-left-out', kind: 'bid-file', name: '投标函.pdf' }]);
    expect(
      codesOf(await read(await altered(archive, (parts) => void parts.delete('bids/2/1-投标函.pdf.enc')))),
    ).toEqual(['file-missing']);
  });
});

it('an envelope that was replaced is found, whether the list was made to fit or not', async () => {
  const swap = (parts: Map<string, Uint8Array>) =>
    void parts.set('envelopes/3.age', parts.get('envelopes/2.age')!);
  for (const relist of [false, true]) {
    const report = await read(await altered(archive, swap, { relist }));
    expect(report.verdict).toBe('bad');
    expect(report.bids[2]).toMatchObject({ verdict: 'bad', found: { status: 'unreadable' } });
  }
});

it('what does not belong there is named', async () => {
  const report = await read(await altered(archive, (parts) => void parts.set('说明.txt', new Uint8Array(3))));
  expect(report.verdict).toBe('attention');
  expect(notesOf(report)).toEqual([{ code: 'file-unexpected', path: '说明.txt' }]);
});

describe('what is no archive', () => {
  const ofList = (text: string) => zipOf([{ path: 'manifest.json', blob: new Blob([text]), crc32: 0 }], 0);

  it('is refused with the reason', async () => {
    const { manifest } = archive;
    const cases: [Blob, string][] = [
      [new Blob(['%PDF-1.7'.repeat(20)]), 'not-an-archive'],
      [zipOf([], 0), 'not-an-archive'],
      [ofList('{"format":"other","version":1}'), 'not-an-archive'],
      [ofList('{'), 'damaged'],
      [ofList(JSON.stringify({ ...manifest, version: 2 })), 'newer-version'],
      [ofList(JSON.stringify({ ...manifest, files: [{}] })), 'damaged'],
      [ofList(' '.repeat((16 << 20) + 1)), 'too-large'],
    ];
    for (const [file, code] of cases)
      await expect(read(file)).rejects.toMatchObject({ name: 'ArchiveError', code });
  });

  it('is refused where its records are none', async () => {
    const lines = (text: string) =>
      altered(archive, (parts) => void parts.set('records.jsonl', new TextEncoder().encode(text)));
    for (const [text, code] of [
      ['x\n', 'damaged'],
      ['{"position":1,"receivedAt":1,"jws":"a"}', 'damaged'],
      ['{"position":2,"receivedAt":1,"jws":"a"}\n', 'records-gap'],
      ['x'.repeat(70_000), 'too-large'],
    ] as const) {
      await expect(read(await lines(text))).rejects.toMatchObject({ name: 'ArchiveError', code });
    }
  });
});
