import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bidProblems, SecrecyError, TenderError, tenderKinds, type TenderErrorCode } from '$lib/tender';
import { describeError } from '../error-text';
import { describeReason } from './reasons';
import { bidObstacle, bidProblem, envelopeProblem, SECRECY, tableProblem, TENDER } from './tender';

const KINDS = new URL('../../lib/tender/kinds/', import.meta.url);
/** Codes that the rules give, with the kind of the record. */
const refusals = readdirSync(KINDS).flatMap((file) => {
  const source = readFileSync(new URL(file, KINDS), 'utf8');
  const kind = tenderKinds.find((one) => source.includes(`kind: '${one.kind}'`))?.kind;
  const found = [...source.matchAll(/(?:return |\? |: )'([a-z]+(?:-[a-z]+)+)'/g)];
  return kind ? found.map((match) => [kind, match[1]!] as const) : [];
});

describe('why a tender’s record does not count', () => {
  it('has codes to tell of', () => expect(refusals.length).toBeGreaterThan(40));

  it.each(refusals)('%s: %s is told in words', (kind, detail) => {
    const told = describeReason({ reason: 'not-permitted', kind, detail });
    expect(told).toMatch(/。$/);
    expect(told).not.toContain(detail);
  });
});

describe('an error of a tender', () => {
  it.each(Object.keys(TENDER) as TenderErrorCode[])('%s is told in words', (code) => {
    expect(describeError(new TenderError(code)).text).toBe(TENDER[code]({}));
  });

  it('names the field that breaks a record', () => {
    const { text } = describeError(new TenderError('bad-record', { where: 'items.3.name' }));
    expect(text).toContain('items.3.name');
  });

  it('says how many shares there are, and how many are needed', () => {
    const { text } = describeError(new SecrecyError('too-few-shares', { have: 1, need: 3 }));
    expect(text).toContain('1');
    expect(text).toContain('3');
    expect(describeError(new SecrecyError('wrong-key')).text).toBe(SECRECY['wrong-key']({}));
  });
});

describe('what is wrong with a bid', () => {
  it('names the item', () => {
    const item = { id: 'i1', name: '路灯', unit: '盏', quantityMilli: 1000, requirement: '100 W' };
    const [problem] = bidProblems({ version: 1, rows: [] }, [item]);
    expect(bidProblem(problem!, item.name)).toContain('路灯');
    expect(bidProblem({ code: 'row-unknown', item: 'x9' })).toContain('x9');
  });

  it('names the cell of a table', () => {
    expect(tableProblem({ code: 'bad-price', row: 4, column: 7 })).toMatch(/第 4 行第 7 列.*两位小数/);
  });

  it('says what to do before bidding', () => {
    expect(bidObstacle('unread-clarifications')).toContain('澄清');
  });

  it('tells of an envelope that is none, and keeps what nobody foresaw', () => {
    expect(envelopeProblem('copied')).not.toContain('copied');
    expect(envelopeProblem('constructor')).toContain('constructor');
  });
});
