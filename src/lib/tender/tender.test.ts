import { beforeEach, describe, expect, it } from 'vitest';
import { Fold, type RecordId } from '../ledger';
import { askQuestion, mayBid, openQuestion, phaseOf, publishTender, ranking, unreadClarifications } from '.';
import { HOUR, idOf, NOW, share, World } from './testing';

let world: World;
let tender: RecordId;
beforeEach(async () => {
  world = await World.open();
  tender = await publishTender(world.desk(world.administrator), world.notice());
});

const envelope = async (name: string) =>
  world.tell(await world.stranger(), 'bid.enveloped', { tender, blob: idOf(name), bytes: 9 });

async function opened() {
  await envelope('a');
  await envelope('b');
  world.now = NOW + 4 * HOUR;
  for (const n of [0, 1])
    await world.tell(world.experts[n]!, 'opening.share-published', { tender, share: share(n) });
  const bids = [...world.tender(tender).envelopes.keys()].map((id, n) => ({
    ...{ envelope: id, status: 'opened', supplier: idOf(`supplier ${n}`), company: `公司${n}` },
    totalFen: 1000 + n,
  }));
  return bids;
}

describe('a tender', () => {
  it('is published by an administrator only', async () => {
    await expect(publishTender(world.desk(world.devices[0]!), world.notice())).rejects.toMatchObject({
      code: 'not-administrator',
    });
  });

  it('has a number of its own', async () => {
    expect(await world.tell(world.administrator, 'tender.published', world.notice())).toBe('number-taken');
  });

  it('has its instants in order', async () => {
    const { schedule } = world.notice();
    const body = world.notice({ number: '2', schedule: { ...schedule, opensAt: schedule.bidsUntil - 1 } });
    expect(await world.tell(world.administrator, 'tender.published', body)).toBe('bad-schedule');
  });

  it('is not put off after its deadline', async () => {
    world.now = NOW + 3 * HOUR;
    const body = { tender, bidsUntil: NOW + 9 * HOUR, opensAt: NOW + 9 * HOUR, reason: '延期' };
    expect(await world.tell(world.administrator, 'tender.extended', body)).toBe('too-late');
  });

  it('has clarifications that must be read before bidding', async () => {
    const body = { tender, number: 1, text: '功率为 120 W', documents: [] };
    expect(await world.tell(world.administrator, 'tender.clarified', body)).toBe('accepted');
    const { clarifications } = world.tender(tender);
    const may = (read: Set<RecordId>) =>
      mayBid(world.fold.state, idOf('supplier 0'), world.tender(tender), world.now, read);
    expect(may(new Set())).toEqual(['unread-clarifications']);
    expect(may(new Set([clarifications[0]!.id]))).toEqual([]);
    expect(unreadClarifications(world.tender(tender), new Set())).toHaveLength(1);
  });

  it('takes questions that administrators alone can read', async () => {
    const desk = world.desk(world.devices[0]!);
    const id = await askQuestion(desk, { tender, supplier: idOf('supplier 0'), text: '多高？' });
    const question = world.tender(tender).questions.get(id)!;
    expect(await openQuestion(tender, question, world.administrator.key)).toBe('多高？');
    await expect(openQuestion(tender, question, world.devices[1]!.key)).rejects.toThrow();
  });
});

describe('an envelope', () => {
  it('comes of a key that nobody has seen', async () => {
    const body = { tender, blob: idOf('a'), bytes: 9 };
    expect(await world.tell(world.devices[0]!, 'bid.enveloped', body)).toBe('known-author');
    const once = await world.stranger();
    expect(await world.tell(once, 'bid.enveloped', body)).toBe('accepted');
    expect(await world.tell(once, 'bid.enveloped', { ...body, blob: idOf('b') })).toBe('known-author');
  });

  it('is in time until the last millisecond, and kept as late from the deadline on', async () => {
    world.now = NOW + 3 * HOUR - 1;
    await envelope('in time');
    world.now += 1;
    await envelope('late');
    expect([...world.tender(tender).envelopes.values()].map(({ late }) => late)).toEqual([undefined, true]);
  });
});

describe('the opening', () => {
  it('takes no share but the one that was committed to, and none too early', async () => {
    const tell = (n: number) =>
      world.tell(world.experts[0]!, 'opening.share-published', { tender, share: share(n) });
    expect(await tell(0)).toBe('too-early');
    world.now = NOW + 4 * HOUR;
    expect(await tell(1)).toBe('wrong-share');
    expect(await tell(0)).toBe('accepted');
  });

  it('names every envelope exactly once', async () => {
    const bids = await opened();
    const record = (list: unknown[]) =>
      world.tell(world.administrator, 'opening.recorded', { tender, blob: idOf('pdf'), bids: list });
    expect(await record(bids.slice(1))).toBe('envelopes-differ');
    expect(await record([bids[0], bids[0]])).toBe('envelopes-differ');
    expect(await record(bids)).toBe('accepted');
  });
});

it('goes from its publication to the award, the same on every device', async () => {
  const bids = await opened();
  const { administrator, experts } = world;
  const told = async (who: typeof administrator, kind: string, body: object) =>
    expect(await world.tell(who, kind, { tender, ...body })).toBe('accepted');
  await told(administrator, 'opening.recorded', { blob: idOf('pdf'), bids });
  await told(administrator, 'tender.experts-assigned', { experts: [experts[0]!.id, experts[1]!.id] });
  await told(experts[0]!, 'evaluation.declared', { conflict: false, suppliers: [] });
  await told(experts[1]!, 'evaluation.declared', { conflict: true, suppliers: [idOf('supplier 0')] });
  const scores = bids.flatMap(({ envelope: id }, n) => [
    { envelope: id, criterion: 'price', hundredths: 5000 + n },
    { envelope: id, criterion: 'tech', hundredths: 4000 },
  ]);
  expect(await world.tell(experts[1]!, 'evaluation.scored', { tender, scores })).toBe('conflict');
  await told(experts[0]!, 'evaluation.scored', { scores });
  expect(ranking(world.tender(tender)).map(({ hundredths }) => hundredths)).toEqual([9001, 9000]);
  await told(administrator, 'evaluation.closed', {});
  expect(await world.tell(experts[0]!, 'evaluation.scored', { tender, scores })).toBe('closed-already');
  const winners = [{ supplier: idOf('supplier 1'), amountFen: 1001 }];
  expect(await world.tell(administrator, 'award.published', { tender, winners, others: [] })).toBe(
    'bids-differ',
  );
  await told(administrator, 'award.published', {
    winners,
    others: [{ supplier: idOf('supplier 0'), reason: '得分较低' }],
  });
  expect(phaseOf(world.tender(tender), world.now)).toBe('awarded');

  const other = new Fold(world.ledger, administrator.writer.platform);
  const twice = world.ordered.flatMap(({ jws, receivedAt }) => [
    { jws, receivedAt },
    { jws, receivedAt },
  ]);
  await other.apply(twice.map((one, n) => ({ ...one, position: n + 1 })));
  expect(other.state).toEqual(world.fold.state);
});
