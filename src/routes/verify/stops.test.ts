import { describe, expect, test } from 'vitest';
import type { SignatureReport, VerifyReport } from '$lib/pdf/verify';
import { partsOf, stopsOf, type Stop } from './stops';

function signature(part: Partial<SignatureReport> & { field: string; revision: number }): SignatureReport {
  return {
    fields: [part.field],
    signer: part.field,
    path: [],
    intact: true,
    trusted: true,
    revoked: 'no',
    level: 'B-B',
    covers: 'revision',
    laterChanges: [],
    clock: 'none',
    seals: [],
    subFilter: 'ETSI.CAdES.detached',
    problems: [],
    ...part,
  };
}

function document(revisionCount: number, part: Partial<VerifyReport> = {}): VerifyReport {
  const revisions = Array.from({ length: revisionCount }, (_, index) => ({
    index,
    endOffset: 100 * (index + 1),
    signedBy: [],
    changes: [],
  }));
  return { verdict: 'valid', revisionCount, revisions, signatures: [], ...part };
}

const kinds = (report: VerifyReport) => stopsOf(report).map(({ kind }) => kind);

describe('the stops of a document', () => {
  test('are original, signature, further signature and timestamp, in their order', () => {
    const signatures = [
      signature({ field: 'A', revision: 1 }),
      signature({ field: 'B', revision: 2 }),
      signature({ field: 'T', revision: 3, level: 'timestamp' }),
    ];
    expect(kinds(document(4, { signatures }))).toEqual([
      'original',
      'signed',
      'countersigned',
      'timestamped',
    ]);
  });

  test('tell proofs, changes and saving again apart', () => {
    const report = document(4);
    report.revisions?.[1]?.changes.push({ kind: 'validation-data' });
    report.revisions?.[2]?.changes.push({ kind: 'validation-data' }, { kind: 'metadata' });
    expect(kinds(report)).toEqual(['original', 'proofs', 'changed', 'resaved']);
  });

  test('carry the strictest judgement of the signatures before', () => {
    const change = { kind: 'form-filled', field: 'F', page: 2 } as const;
    const judged = (permitted: boolean) => [
      {
        revision: 2,
        kind: permitted ? ('permitted' as const) : ('other' as const),
        changes: [{ ...change, permitted }],
      },
    ];
    const signatures = [
      signature({ field: 'A', revision: 0, laterChanges: judged(true) }),
      signature({ field: 'B', revision: 1, laterChanges: judged(false) }),
    ];
    const stop = stopsOf(document(3, { signatures }))[2];
    expect(stop).toMatchObject({ forbidden: true, changes: [{ ...change, permitted: false }] });
  });

  test('leave changes unjudged that no signature came before', () => {
    const report = document(2);
    report.revisions?.[1]?.changes.push({ kind: 'metadata' });
    expect(stopsOf(report)[1]).toMatchObject({ forbidden: false, changes: [{ kind: 'metadata' }] });
    expect(stopsOf(report)[1]?.changes[0]?.permitted).toBeUndefined();
  });

  test('are there without the list of revisions too', () => {
    const signatures = [signature({ field: 'A', revision: 1 })];
    const stops = stopsOf({ verdict: 'valid', revisionCount: 2, signatures });
    expect(stops.map(({ kind, endOffset }) => [kind, endOffset])).toEqual([
      ['original', undefined],
      ['signed', undefined],
    ]);
  });

  test('say that a revision could not be told', () => {
    const report = document(2);
    Object.assign(report.revisions?.[1] ?? {}, { unknown: true });
    expect(stopsOf(report)[1]).toMatchObject({ kind: 'changed', unknown: true });
  });
});

describe('what a stop changed', () => {
  const stamp = (page: number) =>
    ({ kind: 'annotation-added', subtype: 'Stamp', page, permitted: true }) as const;
  const seal = (page: number) =>
    ({ page, box: { xMm: 0, yMm: 0, widthMm: 40, heightMm: 40 }, source: 'stamp' }) as const;
  const own = signature({ field: 'A', revision: 0, seals: [seal(1), seal(1), seal(2)] });

  function stop(changes: Stop['changes'], signatures = [own]): Stop {
    return { index: 0, kind: 'signed', endOffset: 1, signatures, changes, unknown: false, forbidden: false };
  }

  test('by its signature is put together: field, value and seals', () => {
    const { own: parts, others } = partsOf(
      stop([
        { kind: 'signature-field-added', field: 'A', permitted: true },
        { kind: 'signed', field: 'A', permitted: true },
        stamp(1),
        stamp(1),
        stamp(2),
      ]),
    );
    expect(parts).toEqual([{ signature: own, pages: [1, 1, 2] }]);
    expect(others).toEqual([]);
  });

  test('beside it stays on its own: more stamps than seals, other fields, other annotations', () => {
    const strange: Stop['changes'] = [
      stamp(2),
      stamp(3),
      { kind: 'signed', field: 'B', permitted: true },
      { kind: 'annotation-added', subtype: 'FreeText', page: 1, permitted: true },
      { kind: 'metadata' },
    ];
    expect(partsOf(stop([stamp(2), ...strange])).others).toEqual(strange);
  });

  test('is never hidden where it is not permitted', () => {
    const refused = { ...stamp(1), permitted: false };
    expect(partsOf(stop([refused])).others).toEqual([refused]);
  });

  test('without a signature is told as it is', () => {
    expect(partsOf(stop([stamp(1)], []))).toEqual({ own: [], others: [stamp(1)] });
  });
});
