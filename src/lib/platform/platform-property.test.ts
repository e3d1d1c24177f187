import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64url, Fold, type AuthorId, type RecordId } from '../ledger';
import { publicKeyOf, type Signer } from '../pki';
import { readIssuingAuthority } from './issuing-authority';
import { hasRole, ROLES, type PlatformSlice, type Role } from './state';
import {
  DAY_MS,
  DETAILS,
  foundingBody,
  invitation,
  issuingOf,
  joiningBody,
  ledger,
  newPerson,
  newRoots,
  newSigner,
  START,
  TestPlatform,
  type Person,
  type Roots,
} from './testing';

const PEOPLE = 5;

let people: Person[];
let keys: Signer[];
let roots: Roots;
let foreign: Roots;
/** Certificates of each one's key by the platform's root, and by another one. */
let certificates: { own: Uint8Array; foreign: Uint8Array }[];

beforeAll(async () => {
  people = await Promise.all(Array.from({ length: PEOPLE }, newPerson));
  keys = await Promise.all(people.map(() => newSigner()));
  [roots, foreign] = await Promise.all([newRoots(), newRoots()]);
  certificates = await Promise.all(
    keys.map(async ({ spki }) => ({
      own: await issuingOf(roots, spki),
      foreign: await issuingOf(foreign, spki),
    })),
  );
});

const who = fc.nat(PEOPLE - 1);
/** More often than others the founder, or little would ever be allowed. */
const by = fc.oneof(fc.constant(0), who);
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('found'), by, of: who }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('change'), by, fee: fc.integer({ min: -1, max: 3 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('invite'), by, role: fc.constantFrom(...ROLES) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('join'),
      by,
      invitation: fc.nat(30),
      /** whether it is used with its own token, and with the issuing key that its role wants */
      honest: fc.oneof(
        { weight: 5, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
      keyed: fc.oneof(fc.constant(undefined), fc.constant(undefined), fc.boolean()),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('uninvite'), by, invitation: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove'), by, of: who }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('certify'),
      by,
      of: fc.oneof(fc.constant(1), who),
      key: fc.oneof(fc.constant(null), fc.constant(null), who),
      isForeign: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), days: fc.integer({ min: 0, max: 1 }) }) },
);
type Step = { kind: string } & Partial<{
  by: number;
  of: number;
  fee: number;
  role: Role;
  invitation: number;
  honest: boolean;
  keyed: boolean;
  /** whose key is certified; null: of the one that it is for */
  key: number | null;
  isForeign: boolean;
  days: number;
}>;

interface Offer {
  id: RecordId;
  token: Uint8Array;
  role: Role;
  by: number;
  expiresAt: number;
  used: boolean;
  takenBack: boolean;
}

/** What should come of it, told in other words than the rules are. */
class Model {
  isFounded = false;
  fee = DETAILS.fees[1];
  readonly roles = new Map<number, Role>();
  readonly gone = new Set<number>();
  readonly offers: Offer[] = [];
  readonly certified = new Map<number, boolean>();
  readonly seen = new Set<Uint8Array>();

  has(person: number, role: Role): boolean {
    return this.roles.get(person) === role && !this.gone.has(person);
  }
  administrators(): number[] {
    return people.map((_, person) => person).filter((person) => this.has(person, 'administrator'));
  }
}

async function take(platform: TestPlatform, model: Model, o: Step): Promise<void> {
  const by = o.by ?? 0;
  const [author, of] = [people[by]!, o.of ?? 0];
  const administers = model.has(by, 'administrator');
  let isExpected: boolean;
  let outcome: { verdict: string; id: RecordId; reason?: string; detail?: string };
  switch (o.kind) {
    case 'found': {
      isExpected = !model.isFounded && by === of;
      const body = await foundingBody(roots, people[of]!); // endorses another one where it is not theirs
      outcome = await platform.write(author, 'platform.founded', body);
      if (isExpected) {
        model.isFounded = true;
        model.roles.set(by, 'administrator');
      }
      break;
    }
    case 'change': {
      isExpected = administers && o.fee! > 0;
      outcome = await platform.write(author, 'platform.changed', { fees: { ...DETAILS.fees, 1: o.fee } });
      if (isExpected) model.fee = o.fee!;
      break;
    }
    case 'invite': {
      const { token, body } = invitation(o.role!, platform.now);
      isExpected = administers;
      outcome = await platform.write(author, 'staff.invited', body);
      if (isExpected) {
        model.offers.push({
          id: outcome.id,
          token,
          role: o.role!,
          by,
          expiresAt: body.expiresAt,
          used: false,
          takenBack: false,
        });
      }
      break;
    }
    case 'join': {
      const offer = model.offers[o.invitation! % Math.max(1, model.offers.length)];
      if (!offer) return;
      const token = o.honest ? offer.token : invitation('expert', 0).token;
      const isKeyed = o.keyed ?? offer.role === 'ca-operator';
      isExpected =
        o.honest! &&
        !offer.used &&
        !offer.takenBack &&
        platform.now < offer.expiresAt &&
        model.has(offer.by, 'administrator') &&
        !model.roles.has(by) &&
        isKeyed === (offer.role === 'ca-operator');
      const body = await joiningBody(author, offer.id, token, isKeyed ? keys[by] : undefined);
      outcome = await platform.write(author, 'staff.joined', body);
      if (isExpected) {
        model.roles.set(by, offer.role);
        offer.used = true;
      }
      break;
    }
    case 'uninvite': {
      const offer = model.offers[o.invitation! % Math.max(1, model.offers.length)];
      if (!offer) return;
      isExpected = administers && !offer.used && !offer.takenBack && platform.now < offer.expiresAt;
      outcome = await platform.write(author, 'staff.uninvited', { invitation: offer.id });
      offer.takenBack ||= isExpected;
      break;
    }
    case 'remove': {
      const isStaff = model.roles.has(of) && !model.gone.has(of);
      isExpected = administers && isStaff && model.administrators().some((other) => other !== of);
      outcome = await platform.write(author, 'staff.removed', { author: people[of]!.id, reason: '调整' });
      if (isExpected) {
        model.gone.add(of);
        model.certified.delete(of);
      }
      break;
    }
    case 'certify': {
      const key = o.key ?? of;
      const certificate = certificates[key]![o.isForeign ? 'foreign' : 'own'];
      const fits = key === of && !o.isForeign && !model.seen.has(certificate);
      isExpected = administers && model.has(of, 'ca-operator') && fits;
      const body = { author: people[of]!.id, certificate: encodeBase64url(certificate) };
      outcome = await platform.write(author, 'issuer.certified', body);
      if (isExpected) {
        model.certified.set(of, true);
        model.seen.add(certificate);
      }
      break;
    }
    default:
      platform.now += o.days! * DAY_MS;
      return;
  }
  expect(outcome, JSON.stringify(o)).toMatchObject({ verdict: isExpected ? 'accepted' : 'rejected' });
  expect(outcome.reason).not.toBe('reducer-failed');
}

function checkInvariants(state: PlatformSlice): void {
  const { founded, staff, invitations } = state;
  if (!founded) {
    expect(staff.size + invitations.size).toBe(0);
    return;
  }
  expect(founded).toMatchObject({ id: roots.platform, root: roots.root, name: DETAILS.name });
  expect([...staff.keys()].some((author) => hasRole(state, author, 'administrator'))).toBe(true);
  const uses = new Map<AuthorId, RecordId>();
  for (const { id, usedBy, takenBack } of invitations.values()) {
    if (usedBy) uses.set(usedBy, id);
    expect(usedBy && takenBack).toBeUndefined();
  }
  for (const [author, member] of staff) {
    expect(member.author).toBe(author);
    expect(member.invitation).toBe(uses.get(author)); // undefined of the founder
    const invited = member.invitation && invitations.get(member.invitation);
    if (invited) expect(member.roles).toEqual([invited.role]);
    expect(member.roles.includes('ca-operator')).toBe(member.issuingKey !== undefined);
  }
  expect(uses.size).toBe(staff.size - 1);
  for (const [author, certificate] of founded.issuers) {
    expect(hasRole(state, author, 'ca-operator')).toBe(true);
    expect(readIssuingAuthority(certificate, founded.root)).toBeDefined();
    expect(publicKeyOf(certificate)).toEqual(staff.get(author)?.issuingKey);
  }
  for (const fee of Object.values(founded.fees)) expect(Number.isSafeInteger(fee) && fee > 0).toBe(true);
}

describe('whatever people write', () => {
  it('is accepted where the rules as told here say so, and breaks nothing', async () => {
    const fates = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40 }), async (steps) => {
        const platform = new TestPlatform(roots.platform);
        const model = new Model();
        const whole: Step[] = [
          { kind: 'found', by: 1, of: 0 },
          { kind: 'found', by: 0, of: 0 },
          { kind: 'invite', by: 0, role: 'ca-operator' },
          { kind: 'join', by: 1, invitation: 0, honest: true },
          { kind: 'invite', by: 0, role: 'expert' },
          { kind: 'join', by: 2, invitation: 1, honest: true },
          ...steps,
        ];
        for (const one of whole) {
          await take(platform, model, one);
          checkInvariants(platform.state);
        }
        const { state } = platform;
        for (const [index, { id }] of people.entries()) {
          for (const role of ROLES) expect(hasRole(state, id, role)).toBe(model.has(index, role));
          expect(state.founded?.issuers.has(id)).toBe(model.certified.has(index));
        }
        expect(state.founded?.fees[1]).toBe(model.fee);
        for (const role of model.roles.values()) fates.set(role, (fates.get(role) ?? 0) + 1);
        const takenBack = model.offers.filter((offer) => offer.takenBack).length;
        const more = { certified: model.seen.size, gone: model.gone.size, takenBack };
        for (const [fate, times] of Object.entries(more)) fates.set(fate, (fates.get(fate) ?? 0) + times);
      }),
      { numRuns: 60 },
    );
    // The walk has come by all of it, or the test would say little.
    for (const fate of [...ROLES, 'certified', 'gone', 'takenBack'])
      expect(fates.get(fate) ?? 0, fate).toBeGreaterThan(0);
  });

  it('gives one state through checkpoints, wherever they lie', async () => {
    const platform = new TestPlatform(roots.platform);
    const model = new Model();
    const plan: Step[] = [
      { kind: 'found', by: 0, of: 0 },
      { kind: 'invite', by: 0, role: 'ca-operator' },
      { kind: 'join', by: 1, invitation: 0, honest: true },
      { kind: 'certify', by: 0, of: 1, key: 1, isForeign: false },
      { kind: 'invite', by: 0, role: 'administrator' },
      { kind: 'join', by: 2, invitation: 1, honest: true },
      { kind: 'change', by: 2, fee: 3 },
      { kind: 'remove', by: 2, of: 1 },
      { kind: 'remove', by: 2, of: 2 },
    ];
    for (const one of plan) await take(platform, model, one);
    expect(platform.state.founded?.formerIssuers).toHaveLength(1);
    const order = platform.jws.map((jws, index) => ({
      position: index + 1,
      receivedAt: START + index * 1000,
      jws,
    }));
    for (let at = 0; at <= order.length; at++) {
      const first = new Fold(ledger, roots.platform);
      await first.apply(order.slice(0, at));
      const second = Fold.restore(ledger, roots.platform, structuredClone(first.checkpoint()));
      await second?.apply(order);
      expect(second?.state).toEqual(platform.state);
      expect(second?.checkpoint()).toEqual(platform.fold.checkpoint());
    }
  });
});
