import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../ledger';
import {
  answerInvitation,
  answerQuestion,
  askQuestion,
  cancelTender,
  inviteSuppliers,
  mayBid,
  object,
  phaseOf,
  publishTender,
  ranking,
  tendersFor,
} from '.';
import { HOUR, idOf, NOW, share, World } from './testing';

let world: World;
let tender: RecordId;
const one: RecordId = idOf('supplier 0');
const two: RecordId = idOf('supplier 1');
const three: RecordId = idOf('supplier 2');

beforeEach(async () => {
  world = await World.open();
  const body = world.notice({ access: 'invited', invited: [one], evaluation: { method: 'lowest-price' } });
  tender = await publishTender(world.desk(world.administrator), body);
});

const obstacles = (supplier: RecordId) =>
  mayBid(world.fold.state, supplier, world.tender(tender), world.now, new Set());

describe('an invitation', () => {
  it('is needed, and answered once by a device of whoever is invited', async () => {
    expect(obstacles(two)).toEqual(['not-invited']);
    expect(obstacles(one)).toEqual(['not-accepted']);
    const answer = { tender, supplier: one, answer: 'accepted' };
    expect(await world.tell(world.devices[1]!, 'tender.invitation-answered', answer)).toBe('not-linked');
    await answerInvitation(world.desk(world.devices[0]!), { tender, supplier: one, answer: 'accepted' });
    expect(obstacles(one)).toEqual([]);
    expect(await world.tell(world.devices[0]!, 'tender.invitation-answered', answer)).toBe(
      'answered-already',
    );
    const uninvited = { ...answer, supplier: two };
    expect(await world.tell(world.devices[1]!, 'tender.invitation-answered', uninvited)).toBe('not-invited');
  });

  it('can come later, but not twice, nor to anybody', async () => {
    await inviteSuppliers(world.desk(world.administrator), { tender, suppliers: [two] });
    const invite = (suppliers: RecordId[], who = world.administrator) =>
      world.tell(who, 'tender.invited', { tender, suppliers });
    expect(await invite([two, three])).toBe('invited-already');
    expect(await invite([idOf('nobody')])).toBe('unknown-supplier');
    expect(await invite([three], world.experts[0])).toBe('not-administrator');
    world.now = NOW + 3 * HOUR;
    expect(await invite([three])).toBe('too-late');
  });

  it('that was declined keeps from bidding', async () => {
    await answerInvitation(world.desk(world.devices[0]!), { tender, supplier: one, answer: 'declined' });
    expect(obstacles(one)).toEqual(['declined']);
  });
});

describe('questions', () => {
  it('come from those who are invited, in time, and are answered for all', async () => {
    const ask = (n: number, supplier: RecordId) =>
      askQuestion(world.desk(world.devices[n]!), { tender, supplier, text: '灯杆多高？' });
    await expect(ask(1, two)).rejects.toMatchObject({ code: 'not-invited' });
    await expect(
      askQuestion(world.desk(world.devices[0]!), { tender, supplier: one, text: '长'.repeat(2001) }),
    ).rejects.toMatchObject({ code: 'bad-record' });
    const record = await ask(0, one);
    const answer = { tender, record, question: '灯杆高度？', answer: '8 米' };
    expect(await world.tell(world.administrator, 'tender.answered', { ...answer, record: tender })).toBe(
      'no-such-question',
    );
    await answerQuestion(world.desk(world.administrator), answer);
    expect(world.tender(tender).questions.get(record)?.answer).toMatchObject({ answer: '8 米' });
    world.now = NOW + HOUR;
    await expect(ask(0, one)).rejects.toMatchObject({ code: 'too-late' });
  });
});

describe('a tender that is called off', () => {
  it('takes nothing more, and only before its opening', async () => {
    const reason = '采购计划调整';
    await cancelTender(world.desk(world.administrator), { tender, reason });
    expect(phaseOf(world.tender(tender), world.now)).toBe('cancelled');
    expect(obstacles(one)).toContain('cancelled');
    const envelope = { tender, blob: idOf('a'), bytes: 9 };
    expect(await world.tell(await world.stranger(), 'bid.enveloped', envelope)).toBe('cancelled');
    const next = await publishTender(world.desk(world.administrator), world.notice({ number: '2' }));
    world.now = NOW + 4 * HOUR;
    expect(await world.tell(world.administrator, 'tender.cancelled', { tender: next, reason })).toBe(
      'too-late',
    );
  });
});

describe('objections', () => {
  it('are recorded between opening and award, of those concerned', async () => {
    const body = { tender, text: '报价计算有误' };
    const tell = (who = world.devices[0]!) => world.tell(who, 'opening.objected', body);
    expect(await tell()).toBe('too-early');
    world.now = NOW + 4 * HOUR;
    await object(world.desk(world.devices[0]!), body);
    expect(await tell(world.experts[0])).toBe('accepted');
    expect(await tell(await world.stranger())).toBe('not-linked');
    expect(world.tender(tender).objections).toHaveLength(2);
  });
});

describe('the lowest price', () => {
  it('wins; equals are told, and what is above the ceiling is left out', async () => {
    const body = world.notice({ number: '3', ceilingFen: 1500, evaluation: { method: 'lowest-price' } });
    const id = await publishTender(world.desk(world.administrator), body);
    for (const name of ['a', 'b', 'c'])
      await world.tell(await world.stranger(), 'bid.enveloped', { tender: id, blob: idOf(name), bytes: 9 });
    world.now = NOW + 4 * HOUR;
    for (const n of [0, 1])
      await world.tell(world.experts[n]!, 'opening.share-published', { tender: id, share: share(n) });
    const bids = [...world.tender(id).envelopes.keys()].map((envelope, n) => ({
      ...{ envelope, status: 'opened', supplier: [one, two, three][n], company: `公司${n}` },
      totalFen: [1000, 1000, 1501][n],
    }));
    const record = { tender: id, blob: idOf('pdf'), bids };
    expect(await world.tell(world.administrator, 'opening.recorded', record)).toBe('accepted');
    expect(ranking(world.tender(id)).map(({ rank, tied, totalFen }) => [rank, tied, totalFen])).toEqual([
      [1, true, 1000],
      [1, true, 1000],
    ]);
  });
});

it('goes through its phases with the platform’s clock', () => {
  const at = (hours: number) => phaseOf(world.tender(tender), NOW + hours * HOUR);
  expect([0, 1, 2.9, 3, 4].map(at)).toEqual([
    'questions',
    'bidding',
    'bidding',
    'waiting-for-opening',
    'opening',
  ]);
});

it('is found by those who may see it, by category and phase', async () => {
  await publishTender(world.desk(world.administrator), world.notice({ number: '4' }));
  const numbers = (...args: Parameters<typeof tendersFor> extends [unknown, ...infer Rest] ? Rest : never) =>
    tendersFor(world.fold.state, ...args).map(({ number }) => number);
  expect(numbers(undefined, NOW)).toEqual(['4', 'YX-2026-001']);
  expect(numbers(one, NOW)).toEqual(['4', 'YX-2026-001']);
  expect(numbers(two, NOW)).toEqual(['4']);
  expect(numbers(one, NOW, { category: 'goods' })).toEqual([]);
  expect(numbers(one, NOW, { phase: 'opening' })).toEqual([]);
  expect(numbers(one, NOW + 4 * HOUR, { phase: 'opening' })).toHaveLength(2);
});
