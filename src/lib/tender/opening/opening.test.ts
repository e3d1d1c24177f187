import { beforeEach, describe, expect, it } from 'vitest';
import { issueIntermediate, issueRoot, type Signer } from '../../pki';
import { HOUR, idOf, NOW } from '../testing';
import { checkOpening, compareOpenings, openTender } from '.';
import { Hall, junk, lost, type Company } from './testing';

let hall: Hall;
let one: Company;
let two: Company;
let three: Company;
beforeEach(async () => {
  hall = await Hall.open();
  [one, two, three] = hall.companies as [Company, Company, Company];
});

const stateOf = (company: Company) => hall.state.suppliers.get(company.supplier)!;

describe('the opening', () => {
  it('lists every envelope: the last bid of each company, and what became of the others', async () => {
    await hall.send(one, { totalFen: 900 });
    await hall.send(two);
    await hall.send(one, { totalFen: 800, delivery: '20 天 ' });
    await hall.send(two, { action: 'withdraw', totalFen: 0 });
    const kept = await hall.keep(junk());
    await hall.deliver((await hall.world.stranger()).writer.write, kept, 99);
    hall.world.now = NOW + 3 * HOUR;
    await hall.send(three);
    await hall.gather();
    const steps: number[] = [];
    const { bids } = await openTender({ ...hall.options(), onProgress: (done) => steps.push(done) });
    const companyOf = ({ supplier, name: company }: Company) => ({ supplier, company });
    expect(bids.map(({ envelope: _, ...bid }) => bid)).toEqual([
      { status: 'superseded', ...companyOf(one) },
      { status: 'withdrawn', ...companyOf(two) },
      { status: 'opened', ...companyOf(one), totalFen: 800, delivery: '20 天' },
      { status: 'withdrawn', ...companyOf(two) },
      { status: 'unreadable', reason: 'not-decrypted' },
      { status: 'late' },
    ]);
    expect(steps).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    expect(await hall.record(bids)).toBe('accepted');
    expect(await checkOpening(hall.options())).toEqual([]);
  });

  it('needs as many members of the committee as the tender says', async () => {
    await hall.send(one);
    await hall.gather(1);
    await expect(openTender(hall.options())).rejects.toMatchObject({
      ...{ code: 'too-few-shares', detail: { have: 1, need: 2 } },
    });
    hall = await Hall.open();
    await hall.send(hall.companies[0]!);
    await hall.gather(2);
    expect(await hall.fates()).toEqual(['opened']);
  });

  it('of a tender that nobody bid for needs nobody, and is recorded too', async () => {
    expect(await hall.fates()).toEqual([]);
    hall.world.now = NOW + 4 * HOUR;
    expect(await hall.record([])).toBe('accepted');
    expect(await checkOpening(hall.options())).toEqual([]);
  });

  it('can be stopped', async () => {
    await hall.send(one);
    await hall.gather();
    const abort = new AbortController();
    const opening = openTender({
      ...{ ...hall.options(), signal: abort.signal },
      onProgress: () => abort.abort(new Error('stopped')),
    });
    await expect(opening).rejects.toThrow('stopped');
  });

  it('waits for the platform rather than calling a bid lost', async () => {
    await hall.send(one);
    await hall.gather();
    const file = () => Promise.reject(lost('unreachable'));
    await expect(openTender({ ...hall.options(), file })).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('a bid that was altered in the store', () => {
  it.each(['other bytes', 'no file'])('is listed with the reason: %s', async (fault) => {
    const altered = await hall.send(one);
    await hall.send(two);
    await hall.gather();
    const { blob } = hall.tenderOf().envelopes.get(altered)!;
    if (fault === 'no file') hall.files.delete(blob);
    else hall.files.set(blob, junk());
    expect(await hall.fates()).toEqual(['no-file', 'opened']);
  });

  it('after the opening is found by whoever checks', async () => {
    const altered = await hall.send(one);
    await hall.gather();
    const { bids } = await openTender(hall.options());
    await hall.record(bids);
    hall.files.set(hall.tenderOf().envelopes.get(altered)!.blob, junk());
    expect(await checkOpening(hall.options())).toMatchObject([{ envelope: altered, problem: 'status' }]);
  });
});

describe('a record of the opening', () => {
  it('cannot leave a bid out', async () => {
    await hall.send(one);
    await hall.send(two);
    await hall.gather();
    const { bids } = await openTender(hall.options());
    expect(await hall.record(bids.slice(1))).toBe('envelopes-differ');
    expect(compareOpenings(bids.slice(1), bids)).toEqual([
      { envelope: bids[0]!.envelope, problem: 'left-out', found: bids[0] },
    ]);
    const other = { ...bids[0]!, envelope: idOf('other') };
    expect(compareOpenings([...bids, other], bids)).toMatchObject([{ problem: 'unknown' }]);
    expect(compareOpenings([...bids, bids[0]!], bids)).toMatchObject([{ problem: 'unknown' }]);
  });

  it.each([
    ['another price', { totalFen: 1 }, 'price'],
    ['another delivery', { delivery: '1 天' }, 'delivery'],
    ['another company', { company: '云溪别家有限公司' }, 'company'],
    ['a bid as invalid', { status: 'invalid', reason: 'revoked', totalFen: undefined }, 'status'],
  ])('that says %s is found out by anybody', async (_, change, problem) => {
    const envelope = await hall.send(one);
    await hall.gather();
    const { bids } = await openTender(hall.options());
    expect(await hall.record([{ ...bids[0]!, ...change }])).toBe('accepted');
    expect(await checkOpening(hall.options())).toMatchObject([{ envelope, problem }]);
  });
});

describe('an envelope that is sent again', () => {
  it('to another tender opens there for nobody', async () => {
    const id = await hall.send(one);
    const other = await hall.publish('YX-2026-002');
    const { blob, bytes } = hall.tenderOf().envelopes.get(id)!;
    const replay = await hall.world.stranger();
    await hall.deliver(replay.writer.write, blob, bytes, other);
    expect(hall.world.fate).toBe('same-envelope');
    // Sealed anew under the other tender's key it still says which one it is for.
    await hall.send(one, { tender: hall.tender }, other);
    await hall.gather(2, other);
    expect(await hall.fates(other)).toEqual(['not-decrypted']);
  });
});

describe('the certificate of a bid', () => {
  const fate = async () => {
    await hall.gather();
    return (await hall.fates()).at(-1);
  };

  it('may be renewed between bid and opening', async () => {
    await hall.send(one);
    const renewed = await hall.certified(one, { notBefore: NOW });
    hall.entryOf(one).replacedBy = hall.entryOf(renewed).serial;
    expect(await fate()).toBe('opened');
  });

  it('may expire between bid and opening, not before the bid', async () => {
    const year = 365 * 24 * HOUR;
    const [ending, ended] = [
      await hall.certified(one, { notBefore: NOW - year + 2 * HOUR }),
      await hall.certified(two, { notBefore: NOW - year - 2 * HOUR }),
    ];
    await hall.send(ending);
    await hall.send(ended);
    await hall.gather();
    expect(hall.entryOf(ending).notAfter).toBeLessThan(hall.world.now);
    const { bids } = await openTender(hall.options());
    expect(bids).toMatchObject([
      { status: 'opened' },
      { status: 'invalid', reason: 'expired', company: two.name },
    ]);
  });

  it('that was revoked before the bid makes it invalid', async () => {
    hall.revoke(one, NOW - 1);
    await hall.send(one);
    expect(await fate()).toBe('revoked');
  });

  it('that is revoked after the bid changes nothing', async () => {
    await hall.send(one);
    hall.revoke(one, NOW + HOUR);
    expect(await fate()).toBe('opened');
  });

  it('that is revoked after the opening, from before the bid on, does not make the record wrong', async () => {
    await hall.send(one);
    await hall.gather();
    await hall.record((await openTender(hall.options())).bids);
    hall.revoke(one, NOW - 1, hall.world.now + 1);
    expect(await hall.fates()).toEqual(['revoked']);
    expect(await checkOpening(hall.options())).toEqual([]);
  });

  it('is of the platform', async () => {
    const rootSigner = one.signer;
    const notBefore = new Date(NOW - HOUR);
    const root = await issueRoot({ name: '别的根', signer: rootSigner, notBefore, years: 20 });
    const signer: Signer = two.signer;
    const ca = await issueIntermediate({
      ...{ name: '别的 CA', spki: signer.spki, notBefore, years: 10 },
      issuer: { certificate: root, signer: rootSigner },
    });
    const foreign = await hall.certified(three, { issuer: { certificate: ca, signer } });
    await hall.send(foreign);
    expect(await fate()).toBe('untrusted');
    hall.state.certificates.delete(hall.entryOf(foreign).serial);
    const { bids } = await openTender(hall.options());
    expect(bids).toMatchObject([{ status: 'invalid', reason: 'unknown-certificate' }]);
    expect(bids[0]).not.toHaveProperty('company');
  });
});

describe('a bid counts', () => {
  const fate = async () => {
    await hall.gather();
    return hall.fates();
  };

  it('for the supplier whose company has signed it only', async () => {
    await hall.send(one, { supplier: two.supplier });
    await hall.send(one, { supplier: idOf('nobody') });
    expect(await fate()).toEqual(['other-supplier', 'unknown-supplier']);
  });

  it('of a supplier that has taken another name since', async () => {
    await hall.send(one);
    stateOf(one).approved!.profile.companyName = '云溪更名有限公司';
    expect(await fate()).toEqual(['opened']);
  });

  it('of an approved supplier only, with a price that records can hold', async () => {
    stateOf(one).reviews = [{ submission: one.supplier, by: hall.world.administrator.id, at: NOW + 1 }];
    await hall.send(one);
    await hall.send(two, { totalFen: 0 });
    await hall.send(three, { totalFen: 10_000_000_001 });
    expect(await fate()).toEqual(['not-approved', 'no-price', 'no-price']);
    expect(await hall.record((await openTender(hall.options())).bids)).toBe('accepted');
  });

  it('of one that was invited and has accepted, where the tender is by invitation', async () => {
    const tender = hall.tenderOf();
    tender.access = 'invited';
    tender.invitations.set(one.supplier, { at: NOW, answer: 'accepted' });
    tender.invitations.set(two.supplier, { at: NOW });
    for (const company of [one, two, three]) await hall.send(company);
    expect(await fate()).toEqual(['opened', 'not-accepted', 'not-invited']);
  });
});
