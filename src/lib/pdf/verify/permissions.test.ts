import { describe, expect, it } from 'vitest';
import { isLocked, judgeChanges, permits, type Permissions } from './permissions';
import type { Change } from './report';

const CHANGES: Record<string, Change> = {
  data: { kind: 'validation-data' },
  timestamp: { kind: 'timestamped', field: 'T' },
  metadata: { kind: 'metadata' },
  signature: { kind: 'signed', field: 'Sig2' },
  newField: { kind: 'signature-field-added', field: 'Sig3' },
  form: { kind: 'form-filled', field: 'name' },
  stamp: { kind: 'annotation-added', subtype: 'Stamp', page: 1 },
  content: { kind: 'other', where: 'content', page: 1 },
};

const of = (level: 1 | 2 | 3, locks: Permissions['locks'] = []): Permissions => ({
  level,
  certifies: true,
  locks,
});
const permitted = (permissions: Permissions): string[] =>
  Object.keys(CHANGES).filter((name) => permits(permissions, CHANGES[name] as Change));

describe('what a signature permits', () => {
  it('level 1: evidence only', () => {
    expect(permitted(of(1))).toEqual(['data', 'timestamp', 'metadata']);
  });

  it('level 2: filling in and signing too', () => {
    expect(permitted(of(2))).toEqual(['data', 'timestamp', 'metadata', 'signature', 'newField', 'form']);
  });

  it('level 3: annotations too, and never anything else', () => {
    expect(permitted(of(3))).toEqual([
      ...['data', 'timestamp', 'metadata', 'signature', 'newField', 'form', 'stamp'],
    ]);
  });

  it('no change of fields that it locks', () => {
    expect(permitted(of(2, [{ action: 'Include', fields: ['name'] }]))).not.toContain('form');
    expect(permitted(of(2, [{ action: 'All', fields: [] }]))).toEqual(['data', 'timestamp', 'metadata']);
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
