import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Fold, type RecordId } from '../ledger';
import { hasRole, proofOfWork } from '../platform';
import { accountKey } from './account';
import { companyKey } from './company';
import { MAX_DEVICES } from './devices';
import { registrationSubject } from './kinds/registered';
import { linkStatement, newPasswordRecord, withPassword, type PasswordRecord } from './password';
import { isLinked, linkOf, type Supplier } from './state';
import { CATEGORIES, DAY, quickStretch, testLedger, World, type Person } from './testing';

const ACCOUNTS = ['first001', 'FIRST001', 'second02', 'third003'];
const COMPANIES = ['云溪第一有限公司', '云溪 第一有限公司', '云溪第二有限公司', '云溪第三有限公司'];
const CODES = ['91350100M000100Y43', '91110000802100433B', '9144030071526726XG'];
const WORDS = ['Yunxi#2026x', 'Xiangjiang@77'];
const NOBODY = 'A'.repeat(43) as RecordId;

/** What somebody does; every number is taken modulo what there is to choose from. */
const action = fc.record({
  what: fc.constantFrom(
    ...[
      'register',
      'register',
      'submit',
      'submit',
      'submit',
      'review',
      'review',
      'review',
      'login',
      'login',
      'link',
    ],
    ...['unlink', 'password', 'recover', 'dismiss', 'wait'],
  ),
  who: fc.nat(4),
  supplier: fc.nat(12),
  account: fc.nat(3),
  company: fc.nat(3),
  code: fc.nat(2),
  device: fc.nat(4),
  word: fc.nat(1),
  yes: fc.boolean(),
  own: fc.nat(3),
  days: fc.nat(40),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

let passwords: PasswordRecord[];
const owner = { platform: '', account: '' };
beforeAll(async () => {
  passwords = await Promise.all(WORDS.map((word) => newPasswordRecord(word, owner, quickStretch)));
});

class Play {
  readonly people: Person[] = [];
  readonly seen = new Set<string>();
  constructor(readonly world: World) {}

  /** Whom the action is about: mostly a supplier that is there. */
  supplierOf({ supplier }: Action): RecordId {
    const ids = [...this.world.state.suppliers.keys()];
    return (supplier < 12 && ids[supplier % ids.length]) || NOBODY;
  }

  /** Who acts: often somebody who may, else anybody. */
  whoOf(one: Action): Person {
    const by = this.world.state.suppliers.get(this.supplierOf(one));
    const own = this.people.find(({ id }) => by?.devices.has(id));
    if (one.own > 0 && (one.what === 'review' || one.what === 'dismiss')) return this.world.administrator;
    return (one.own > 0 && own) || this.people[one.who]!;
  }

  async record(one: Action, person: Person): Promise<[kind: string, body: object]> {
    const { world } = this;
    const supplier = this.supplierOf(one);
    const device = this.people[one.device]!.id;
    const password = passwords[one.word]!;
    const until = one.yes ? {} : { until: world.now + one.days * DAY };
    switch (one.what) {
      case 'register': {
        const account = ACCOUNTS[one.account]!;
        const pow = await proofOfWork(registrationSubject(world.platform, person.id, account), 4);
        const rest = { companyName: COMPANIES[one.company], accountType: 'domestic-enterprise' };
        return ['supplier.registered', { account, password, ...rest, contact: 'AAAA', label: '电脑', pow }];
      }
      case 'submit': {
        const profile = {
          ...{
            accountType: 'domestic-enterprise',
            companyName: COMPANIES[one.company],
            creditCode: CODES[one.code],
          },
          ...{
            legalRepresentative: '李四',
            address: '湖南省岳阳市',
            categories: ['works', one.days > 3 ? 'goods' : 'ships'],
          },
        };
        if (one.yes) profile.categories.pop();
        return ['supplier.submitted', { supplier, profile, licence: NOBODY, sealed: 'AAAA' }];
      }
      case 'review': {
        const submission = world.state.suppliers.get(supplier)?.latest?.id ?? NOBODY;
        const reject = { decision: 'rejected', reason: '执照模糊', ...(one.days < 9 && { release: true }) };
        return [
          'supplier.reviewed',
          { supplier, submission, ...(one.yes ? { decision: 'approved' } : reject) },
        ];
      }
      case 'login': {
        const unlinkedBy = world.state.suppliers.get(supplier)?.unlinked.get(person.id);
        const link = {
          platform: world.platform,
          supplier,
          device: person.id,
          unlinkedBy,
          until: until.until,
        };
        const proof = (await withPassword(WORDS[one.word]!, owner, password, quickStretch, (sign) =>
          sign(linkStatement(link)),
        ))!.result;
        return ['device.linked', { supplier, label: '手机', proof, ...until }];
      }
      case 'link':
        return ['device.linked', { supplier, label: '手机', device, ...until }];
      case 'unlink':
        return ['device.unlinked', { supplier, device }];
      case 'dismiss':
        return ['supplier.dismissed', { supplier, reason: '冒用公司名称' }];
      case 'password':
        return ['supplier.password-changed', { supplier, password, unlinkOthers: one.yes }];
      default:
        return ['supplier.recovered', { supplier, device, label: '新电脑', reason: '电话核实' }];
    }
  }
}

/** Whether the author of an accepted record was allowed to write it, by the state before: said in other words. */
function mayHave(kind: string, world: World, person: Person, body: object): boolean {
  const { state, now } = world;
  const { supplier, proof } = body as { supplier: RecordId; proof?: string };
  const links = state.suppliers.get(supplier)?.devices ?? new Map();
  const lasting = links.has(person.id) && links.get(person.id)?.until === undefined;
  switch (kind) {
    case 'supplier.registered':
      return !state.staff.has(person.id);
    case 'supplier.reviewed':
    case 'supplier.recovered':
    case 'supplier.dismissed':
      return hasRole(state, person.id, 'administrator');
    case 'supplier.submitted':
      return isLinked(state, supplier, person.id, now);
    case 'device.linked':
      return proof !== undefined || lasting;
    case 'device.unlinked':
      return lasting || (body as { device: string }).device === person.id;
    default:
      return lasting;
  }
}

/** Names and codes that a supplier keeps others from, counted anew. */
function holds({ standing, approved, latest, released }: Supplier): string[] {
  const profiles = [approved, standing.status === 'submitted' && !released ? latest : undefined].flatMap(
    (one) => one?.profile ?? [],
  );
  return [...new Set(profiles.flatMap((one) => [companyKey(one.companyName), one.creditCode!]))];
}

function checkInvariants({ state }: World): void {
  const suppliers = [...state.suppliers.values()];
  const accounts = suppliers.map(({ account }) => accountKey(account));
  expect(new Set(accounts).size).toBe(suppliers.length);
  expect(state.supplierIndex.accounts).toEqual(new Map(suppliers.map(({ id }, n) => [accounts[n]!, id])));
  const held = suppliers.flatMap((supplier) => holds(supplier));
  expect(new Set(held).size).toBe(held.length);
  const { companies, creditCodes } = state.supplierIndex;
  expect([...companies.keys(), ...creditCodes.keys()].sort()).toEqual(held.sort());
  for (const { standing, latest, approved, reviews, dismissed, devices, unlinked } of suppliers) {
    const answer = reviews.find(({ submission }) => submission === latest?.id);
    const status = !latest
      ? 'draft'
      : !answer
        ? 'submitted'
        : answer.reason === undefined
          ? 'approved'
          : 'rejected';
    const wasDismissed = dismissed !== undefined && status !== 'submitted';
    expect(standing.status).toBe(wasDismissed ? 'rejected' : status);
    if (dismissed) expect(approved).toBeUndefined();
    expect(reviews.every(({ by }) => hasRole(state, by, 'administrator'))).toBe(true);
    expect(new Set(reviews.map(({ submission }) => submission)).size).toBe(reviews.length);
    const inForce = reviews.findLast(({ reason }) => reason === undefined);
    expect(approved?.id).toBe(inForce?.submission);
    for (const id of latest?.profile.categories ?? []) expect(CATEGORIES.map((one) => one.id)).toContain(id);
    expect(devices.size).toBeLessThanOrEqual(MAX_DEVICES);
    expect([...unlinked.values()].every(Boolean)).toBe(true);
  }
}

describe('whatever anybody writes', () => {
  it('one account and one company have one supplier, and only who may changes anything', async () => {
    const accepted = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 50, maxLength: 70 }), async (actions) => {
        const world = await World.found();
        const play = new Play(world);
        play.people.push(world.administrator);
        for (let n = 0; n < 4; n++) play.people.push(await world.person());
        for (const one of actions) {
          if (one.what === 'wait') {
            world.now += one.days * DAY;
            continue;
          }
          const person = play.whoOf(one);
          const [kind, body] = await play.record(one, person);
          const before = structuredClone(world.state);
          const allowed = mayHave(kind, world, person, body);
          const fate = await world.tell(person, kind, body);
          expect(fate).toMatch(/^(accepted|not-permitted: )/);
          if (fate === 'accepted') expect(allowed, kind).toBe(true);
          else expect(world.state).toEqual(before);
          if (fate === 'accepted') accepted.add(kind);
          checkInvariants(world);
        }
        const again = Fold.restore(testLedger, world.platform, structuredClone(world.fold.checkpoint()));
        expect(again?.state).toEqual(world.state);
      }),
      { numRuns: 25 },
    );
    for (const kind of [
      'supplier.registered',
      'supplier.submitted',
      'supplier.reviewed',
      'supplier.dismissed',
      'device.linked',
    ]) {
      expect(accepted).toContain(kind); // what is refused always shows nothing
    }
  });

  it('a link has its end on every device alike', async () => {
    const world = await World.found();
    const person = await world.person();
    const id = await world.register(person);
    await fc.assert(
      fc.asyncProperty(fc.nat(1e9), fc.nat(1e9), async (until, at) => {
        const supplier = {
          ...world.supplier(id),
          devices: new Map([[person.id, { label: '', since: 0, until }]]),
        };
        expect(linkOf(supplier, person.id, at) !== undefined).toBe(at < until);
      }),
    );
  });
});
