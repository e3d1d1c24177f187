import { describe, expect, it } from 'vitest';
import { isLocked, judgeChanges, permits, type Permissions } from './permissions';
import type { Change } from './report';

const CHANGES: Record<string, Change> = {
  data: { kind: 'validation-data' },
  timestamp: { kind: 'timestamped', field: 'T' },
  metadata: { kind: 'metadata' },
  signature: { kind: 'signed', field: 'Sig2' },
  newField: { kind: 'signature-field-added', field: 'Sig3' },
  shownField: { kind: 'signature-field-added', field: 'Sig3', page: 1 },
  seal: { kind: 'seal-added', field: 'Sig2', page: 1 },
  structure: { kind: 'structure' },
  sealOverText: { kind: 'content-covered', page: 1, by: 'signature', name: 'Sig2' },
  sealOverSeal: { kind: 'seal-covered', page: 1, by: 'signature', name: 'Sig2', seal: 'Sig1' },
  noteOverText: { kind: 'content-covered', page: 1, by: 'annotation', name: 'FreeText' },
  noteOverSeal: { kind: 'seal-covered', page: 1, by: 'annotation', name: 'FreeText', seal: 'Sig1' },
  uncovered: { kind: 'content-uncovered', page: 1, by: 'annotation', name: 'FreeText' },
  form: { kind: 'form-filled', field: 'name' },
  stamp: { kind: 'annotation-added', subtype: 'Stamp', page: 1 },
  content: { kind: 'other', where: 'content', page: 1 },
};

const of = (level: 1 | 2 | 3, locks: Permissions['locks'] = [], certified = true): Permissions => ({
  level,
  certifies: certified,
  certified,
  locks,
});
const permitted = (permissions: Permissions): string[] =>
  Object.keys(CHANGES).filter((name) => permits(permissions, CHANGES[name] as Change));

const EVIDENCE = ['data', 'timestamp', 'metadata', 'structure'];
const FILLING = ['signature', 'newField', 'form', 'sealOverText', 'sealOverSeal'];
const SHOWN = ['shownField', 'seal'];

describe('what a signature permits', () => {
  it('level 1: evidence only', () => {
    expect(permitted(of(1)).sort()).toEqual([...EVIDENCE].sort());
  });

  it('level 2: filling in and signing too, in the fields that are there', () => {
    expect(permitted(of(2)).sort()).toEqual([...EVIDENCE, ...FILLING].sort());
  });

  it('where nothing is certified: further seals too', () => {
    expect(permitted(of(2, [], false)).sort()).toEqual([...EVIDENCE, ...FILLING, ...SHOWN].sort());
  });

  it('level 3: annotations too, and never anything else', () => {
    const annotations = ['stamp', 'noteOverText'];
    expect(permitted(of(3)).sort()).toEqual([...EVIDENCE, ...FILLING, ...SHOWN, ...annotations].sort());
  });

  it('no change of fields that it locks', () => {
    expect(permitted(of(2, [{ action: 'Include', fields: ['name'] }]))).not.toContain('form');
    expect(permitted(of(3, [{ action: 'Include', fields: ['Sig2'] }]))).not.toContain('seal');
    expect(permitted(of(2, [{ action: 'All', fields: [] }])).sort()).toEqual([...EVIDENCE].sort());
  });

  it.each([
    ['All', [], 'a', true],
    ['Include', ['a'], 'a', true],
    ['Include', ['a'], 'a.b', true],
    ['Include', ['a'], 'ab', false],
    ['Exclude', ['a'], 'a.b', false],
    ['Exclude', ['a'], 'c', true],
  ] as const)('%s of %j locks %s: %s', (action, fields, field, locked) => {
    expect(isLocked(field, [{ action, fields }])).toBe(locked);
  });
});

describe('a later revision', () => {
  it.each([
    ['none', []],
    ['signatures', [CHANGES.signature, CHANGES.data]],
    ['permitted', [CHANGES.signature, CHANGES.form]],
    ['permitted', [CHANGES.metadata]],
    ['other', [CHANGES.signature, CHANGES.stamp]],
  ])('is judged by its worst change: %s', (kind, changes) => {
    expect(judgeChanges(of(2), 1, changes as Change[])).toMatchObject({ revision: 1, kind });
  });
});
