import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { encodeBase64url, Fold, type AuthorId, type RecordId } from '../ledger';
import { issueCrl, type Signer } from '../pki';
import { hasRole, type CertificateYears } from '../platform';
import { issuersOf, keyNameOf, revokedOf } from './issuing-key';
import { isOpen, standingOf } from './standing';
import {
  boundBody,
  certificateFor,
  COMPANY,
  DAY,
  FILES,
  Game,
  idOf,
  installedBody,
  newWorld,
  newKey,
  orderBody,
  OTHER_COMPANY,
  plain,
  type Actor,
  type World,
} from './testing';

/** Anybody writes anything, at any time: whatever comes of it, these stay true. */

let world: World;
let actors: Actor[];
/** Made beforehand: keys are slow to make. */
let keys: Signer[];
beforeAll(async () => {
  world = await newWorld();
  const { phone, colleague, stranger, operator, operator2, administrator, desktop, otherDesktop } = world;
  actors = [phone, colleague, operator, desktop, operator2, administrator, otherDesktop, stranger];
  keys = await Promise.all(Array.from({ length: 12 }, newKey));
});

const step = fc.record({
  /** 0: whoever it is for; else anybody */
  who: fc.oneof({ weight: 5, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(7) }),
  what: fc.nat(13),
  a: fc.nat(40),
  b: fc.nat(40),
  /** as it should be, or not */
  sound: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Played {
  game: Game;
  /** keys of orders' requests */
  keyOf: Map<RecordId, Signer>;
  /** fees in force when orders were placed */
  feeOf: Map<RecordId, number>;
  nextKey: number;
}

const pick = <T>(list: readonly T[], n: number): T | undefined =>
  list.length > 0 ? list[n % list.length] : undefined;

/** Writes one record. @returns whether it was accepted */
async function play(played: Played, { who, what, a, b, sound }: Step): Promise<boolean> {
  const { game } = played;
  const { state } = game;
  const actorOf = (id: AuthorId | undefined) => actors.find((actor) => actor.id === id);
  const write = async (due: Actor | undefined, kind: string, body: unknown) => {
    const actor = who < 0 ? (due ?? actors[a % actors.length]!) : actors[who]!;
    const { verdict, id } = await game.record(actor, kind, body);
    return { isAccepted: verdict === 'accepted', id: id! };
  };
  const decision = b % 4 === 0 ? { decision: 'rejected', reason: '不符' } : { decision: 'approved' };
  const operator = a % 2 === 0 ? world.operator : world.operator2;
  const order = pick([...state.orders.values()].slice(-4), a) ?? {
    id: idOf('x'),
    person: undefined,
    years: 1,
  };
  const certificate = pick([...state.certificates.values()].slice(-4), a);
  const serial = certificate?.serial ?? '00';
  const key = (sound ? played.keyOf.get(certificate?.order ?? idOf('x')) : undefined) ?? keys[0]!;
  switch (what) {
    case 0: {
      const body = { recipient: actors[a % 3]!.recipient, sealed: 'AA', files: FILES.person };
      return (await write(actors[a % 3], 'person.requested', body)).isAccepted;
    }
    case 1: {
      const request = pick([...state.persons.keys()].slice(-3), a) ?? idOf('x');
      return (await write(operator, 'person.reviewed', { request, ...decision })).isAccepted;
    }
    case 2: {
      const company = b % 3 === 0 ? OTHER_COMPANY : COMPANY;
      const body = { ...company, sealed: 'AA', files: FILES.enterprise };
      return (await write(actors[a % 3], 'enterprise.requested', body)).isAccepted;
    }
    case 3: {
      const request = pick([...state.enterprises.keys()].slice(-3), a) ?? idOf('x');
      return (await write(operator, 'enterprise.reviewed', { request, ...decision })).isAccepted;
    }
    case 4: {
      const enterprise = pick([...state.members.keys()], b) ?? idOf('x');
      const letter = b % 2 === 0 ? { authority: idOf('letter') } : {};
      const body = { enterprise, sealed: 'AA', ...letter };
      return (await write(actors[a % 3], 'member.requested', body)).isAccepted;
    }
    case 5: {
      const request = pick([...state.memberRequests.values()].slice(-2), a);
      const members = state.members.get(request?.enterprise ?? idOf('x')) ?? [];
      const due = b % 3 === 0 ? operator : actorOf(members[0]);
      if (b % 7 === 0) {
        const removal = {
          enterprise: request?.enterprise ?? idOf('x'),
          member: members.at(-1),
          reason: '离职',
        };
        return (await write(due, 'member.removed', removal)).isAccepted;
      }
      const body = { request: request?.id ?? idOf('x'), ...decision };
      return (await write(due, 'member.reviewed', body)).isAccepted;
    }
    case 6: {
      const enterprise = pick([...state.members.keys()], b) ?? idOf('x');
      const company =
        state.enterprises.get(enterprise)?.creditCode === COMPANY.creditCode ? COMPANY : OTHER_COMPANY;
      const own = keys[(played.nextKey += sound ? 1 : 0) % keys.length]!;
      const years = ([1, 2, 3, 5] as const)[b % 4]!;
      const fee = state.founded!.fees[years];
      const { body } = await orderBody(enterprise, { company, key: own });
      const renews = pick(
        [...state.certificates.values()].filter((one) => one.enterprise === enterprise),
        b,
      );
      const { isAccepted, id } = await write(
        actorOf(pick(state.members.get(enterprise) ?? [], a)),
        'order.placed',
        {
          ...{ ...body, years, amount: sound ? fee : fee + 1 },
          ...(renews && b % 5 > 0 && { replaces: renews.serial }),
        },
      );
      if (isAccepted) {
        played.keyOf.set(id, own);
        played.feeOf.set(id, fee);
      }
      return isAccepted;
    }
    case 7: {
      const body = { order: order.id, voucher: idOf(String(b)) };
      return (await write(actorOf(order.person), 'order.paid', body)).isAccepted;
    }
    case 8: {
      const now = state.orders.get(order.id)?.state;
      const voucher = now && 'voucher' in now && sound ? now.voucher : idOf('x');
      return (await write(operator, 'order.reviewed', { order: order.id, voucher, ...decision })).isAccepted;
    }
    case 9: {
      if (!state.orders.has(order.id)) return false;
      const issuer = sound ? operator : world.operator2;
      const body = {
        order: order.id,
        certificate: await certificateFor(game, order.id, {
          issuer: { certificate: issuer.issuing, signer: issuer.issuingSigner },
          years: sound ? order.years : 1 + (b % 3),
        }),
        seals: [],
      };
      return (await write(operator, 'certificate.issued', body)).isAccepted;
    }
    case 10: {
      const body = await installedBody(game, serial, key);
      return (await write(actorOf(certificate?.person), 'certificate.installed', body)).isAccepted;
    }
    case 11: {
      const company = state.enterprises.get(certificate?.enterprise ?? idOf('x'));
      const isOther = sound ? company?.creditCode === OTHER_COMPANY.creditCode : b % 2 === 0;
      const desktop = isOther ? world.otherDesktop : world.desktop;
      const supplier = isOther ? world.otherSupplier : world.supplier;
      const body = await boundBody(game, { serial, key, desktop, supplier });
      return (await write(desktop, 'certificate.bound', body)).isAccepted;
    }
    case 12: {
      if (b % 3 > 0)
        return (await write(actorOf(order.person), 'order.withdrawn', { order: order.id })).isAccepted;
      const body = { serial, reason: 'keyCompromise', note: '丢失', at: game.now };
      return (await write(operator, 'certificate.revoked', body)).isAccepted;
    }
    default: {
      if (b % 5 === 0) game.now += (b % 3) * 100 * DAY;
      if (b % 2 === 0) {
        const fees = { 1: 100 + a, 2: 200 + a, 3: 300 + a, 5: 500 + a };
        return (await write(world.administrator, 'platform.changed', { fees })).isAccepted;
      }
      const revoked = revokedOf(state, keyNameOf(operator.issuing)).slice(sound ? 0 : 1);
      const crl = await issueCrl({
        issuer: { certificate: operator.issuing, signer: operator.issuingSigner },
        number: 1 + game.records.length,
        thisUpdate: new Date(game.now),
        nextUpdate: new Date(game.now + DAY),
        revoked: revoked.map((one) => ({
          serialNumber: one.serial,
          at: new Date(one.revoked!.at),
          reason: one.revoked!.reason,
        })),
      });
      const body = { number: 1 + game.records.length, crl: encodeBase64url(crl) };
      return (await write(operator, 'crl.published', body)).isAccepted;
    }
  }
}

function checkInvariants({ game, feeOf }: Played): void {
  const { state, now } = game;
  const isOperator = (author: AuthorId) => hasRole(state, author, 'ca-operator');
  const reviewers = [...state.persons.values(), ...state.enterprises.values()].flatMap(
    ({ review, ...request }) =>
      'by' in review ? [{ by: review.by, of: 'person' in request ? request.person : request.by }] : [],
  );
  for (const { by, of } of reviewers) expect(isOperator(by) && by !== of).toBe(true);
  for (const { review, person, authority } of state.memberRequests.values()) {
    if (!('by' in review)) continue;
    expect(review.by).not.toBe(person);
    if (review.state === 'approved' && isOperator(review.by)) expect(authority).toBeDefined();
  }
  for (const members of state.members.values()) expect(new Set(members).size).toBe(members.length);
  const approved = [...state.enterprises.values()].filter(({ review }) => review.state === 'approved');
  expect(new Set(approved.map(({ creditCode }) => creditCode)).size).toBe(approved.length);
  expect(new Map(approved.map(({ creditCode, id }) => [creditCode, id]))).toEqual(
    new Map(state.enterpriseOf),
  );

  const open = [...state.orders.values()]
    .filter(isOpen)
    .map(({ person, enterprise }) => `${person} ${enterprise}`);
  expect(new Set(open).size).toBe(open.length);
  const spkis = [...state.orders.values()].map(({ spki }) => encodeBase64url(spki));
  expect(new Set(spkis).size).toBe(spkis.length);
  for (const order of state.orders.values()) {
    expect(order.amount).toBe(feeOf.get(order.id));
    const steps = order.history.map(({ step: one }) => one).join(' ');
    // An approved order can go back too; its voucher comes again then.
    const back = '(( paid)+( approved)? rejected)*';
    const ways = [
      `${back}(( paid)+( approved)?)?`,
      `${back}( paid)*( approved)? withdrawn`,
      `${back}( paid)+ approved issued( installed)?`,
    ];
    expect(steps).toMatch(new RegExp(ways.map((way) => `^placed${way}$`).join('|')));
    for (const { step: one, by, reason } of order.history) {
      if (['approved', 'rejected', 'issued'].includes(one)) expect(isOperator(by)).toBe(true);
      // Else the person themselves; or they were taken off the company, and somebody said why.
      else if (by !== order.person)
        expect({ one, why: typeof reason }).toEqual({ one: 'withdrawn', why: 'string' });
    }
  }

  const bindings: string[] = [];
  const usable = new Map<string, number>();
  for (const one of state.certificates.values()) {
    const order = state.orders.get(one.order)!;
    const renewed = order.replaces === undefined ? undefined : state.certificates.get(order.replaces);
    const yearsFrom = (from: number): number =>
      new Date(one.notAfter + 1000).getUTCFullYear() - new Date(from).getUTCFullYear();
    // Paid for in whole years: from its own beginning, or from the end of what it renews.
    const counted = [one.notBefore, ...(renewed ? [renewed.notAfter + 1000] : [])].map(yearsFrom);
    expect(counted).toContain(order.years satisfies CertificateYears);
    expect(isOperator(one.issuedBy)).toBe(true);
    expect(issuersOf(state, one.issuedBy)).toContainEqual(one.issuer);
    const standing = standingOf(one, now);
    if (one.bound) {
      const { approved: profile } = state.suppliers.get(one.bound.supplier)!;
      expect(state.enterprises.get(one.enterprise)?.creditCode).toBe(profile?.profile.creditCode);
      expect(one.installedAt).toBeDefined();
    }
    if (standing === 'bound') bindings.push(`${one.person} ${one.bound!.supplier}`);
    if (['issued', 'installed', 'bound'].includes(standing)) {
      const holder = `${one.person} ${one.enterprise}`;
      usable.set(holder, (usable.get(holder) ?? 0) + 1);
    }
  }
  expect(new Set(bindings).size).toBe(bindings.length);
  // one that is good, and its renewal
  for (const count of usable.values()) expect(count).toBeLessThanOrEqual(2);
}

/** A course in which things come to pass; what is drawn at random is strewn between. */
const COURSE: Step[] = [
  ...[0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 6, 7, 8, 9, 10, 11].map((what) => ({ what, a: 0, b: 1 })),
  ...[0, 1, 4, 5].map((what) => ({ what, a: 1, b: 1 })),
  ...[12, 12, 13, 13].map((what, index) => ({ what, a: 0, b: 9 - index })),
].map((one) => ({ who: -1, sound: true, ...one }));

const steps = fc
  .tuple(fc.array(step, { maxLength: 45 }), fc.array(fc.nat(COURSE.length), { maxLength: 45 }), fc.boolean())
  .map(([random, places, withCourse]) => {
    if (!withCourse) return random;
    const course: Step[][] = COURSE.map((one) => [one]);
    random.forEach((one, index) => course[(places[index] ?? index) % COURSE.length]!.push(one));
    return course.flat();
  });

it('whatever anybody writes, the rules hold, and every device comes to the same', async () => {
  const accepted = new Set<number>();
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(60), async (course, cut) => {
      const played: Played = { game: new Game(world), keyOf: new Map(), feeOf: new Map(), nextKey: 0 };
      for (const one of course) {
        const before = JSON.stringify(plain(played.game.state));
        const isAccepted = await play(played, one);
        if (isAccepted) accepted.add(one.what);
        else expect(JSON.stringify(plain(played.game.state))).toBe(before);
        checkInvariants(played);
      }
      const { records, state } = played.game;
      const fold = new Fold(world.ledger, world.platform);
      await fold.apply(records.slice(0, cut));
      const later = Fold.restore(world.ledger, world.platform, structuredClone(fold.checkpoint()))!;
      await later.apply(records);
      expect(plain(later.state)).toEqual(plain(state));
    }),
    { numRuns: 40 },
  );
  // or else nothing was tried
  expect([...accepted].sort((one, two) => one - two)).toEqual(Array.from({ length: 14 }, (_, what) => what));
}, 120_000);
