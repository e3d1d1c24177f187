import { beforeEach, describe, expect, it } from 'vitest';
import { checkProof, proofOfWork } from '../../platform';
import { quickStretch, registrationForm, World, type Person } from '../testing';
import { newPasswordRecord } from '../password';
import { companyNameOf, supplierByAccount } from '../state';
import { registrationSubject, type Registered } from './registered';

let world: World;
let zhang: Person;
let wang: Person;
beforeEach(async () => {
  world = await World.found();
  [zhang, wang] = await Promise.all([world.person(), world.person()]);
});

/** A body with nothing wrong in it. */
async function bodyOf(person: Person, over: Partial<Registered> = {}): Promise<Registered> {
  const { account, companyName, password } = registrationForm();
  const { platform } = world;
  return {
    account,
    password: await newPasswordRecord(password, { platform, account }, quickStretch),
    companyName,
    accountType: 'domestic-enterprise',
    contact: 'AAAA',
    label: '电脑',
    pow: await proofOfWork(registrationSubject(platform, person.id, over.account ?? account), 4),
    ...over,
  };
}

const tell = (person: Person, body: unknown) => world.tell(person, 'supplier.registered', body);

describe('a registration', () => {
  it('makes a supplier, a draft, with the device as the first one', async () => {
    const id = await world.register(zhang);
    expect(world.fate).toBe('accepted');
    const supplier = supplierByAccount(world.state, 'YUNXI2026')!;
    expect(supplier.id).toBe(id);
    expect(companyNameOf(supplier)).toBe('云溪测试有限公司');
    expect(supplier.standing.status).toBe('draft');
    expect([...supplier.devices]).toEqual([
      [zhang.id, { label: '办公室电脑', since: supplier.registered.at }],
    ]);
  });

  it('is refused where the account is taken, in whatever case', async () => {
    await world.register(zhang);
    const account = 'YunXi2026';
    expect(await tell(wang, await bodyOf(wang, { account, companyName: '另一家公司' }))).toBe(
      'not-permitted: account-taken',
    );
    expect(world.state.suppliers.size).toBe(1);
  });

  it.each(['云溪测试有限公司', '云溪 测试有限公司'])(
    'is refused where the company waits for its review or is approved: %s',
    async (companyName) => {
      const id = await world.register(zhang);
      const submission = await world.submit(zhang, id);
      const again = async (account: string) => tell(wang, await bodyOf(wang, { account, companyName }));
      expect(await again('another1')).toBe('not-permitted: company-taken');
      const approval = { supplier: id, submission, decision: 'approved' };
      expect(await world.tell(world.administrator, 'supplier.reviewed', approval)).toBe('accepted');
      expect(await again('another1')).toBe('not-permitted: company-taken');
    },
  );

  it('holds no company against others', async () => {
    await world.register(zhang);
    expect(await tell(wang, await bodyOf(wang, { account: 'another1' }))).toBe('accepted');
    expect([...world.state.suppliers.values()].map(companyNameOf)).toEqual([
      '云溪测试有限公司',
      '云溪测试有限公司',
    ]);
    expect(world.state.supplierIndex.companies.size).toBe(0);
  });

  it('is refused without the work against bots', async () => {
    const body = await bodyOf(zhang);
    const subject = registrationSubject(world.platform, zhang.id, body.account);
    let idle = 0;
    while (checkProof(subject, String(idle), 4)) idle++;
    for (const pow of ['', String(idle), `0${body.pow}`, ` ${body.pow}`]) {
      expect(await tell(zhang, { ...body, pow }), pow).toBe('not-permitted: proof-of-work');
    }
  });

  it('cannot use the work of somebody else, or for another account', async () => {
    const pow = await proofOfWork(registrationSubject(world.platform, zhang.id, 'yunxi2026'), 18);
    const others = [
      registrationSubject(world.platform, wang.id, 'yunxi2026'),
      registrationSubject(world.platform, zhang.id, 'yunxi2027'),
      registrationSubject('another', zhang.id, 'yunxi2026'),
    ];
    expect(others.map((subject) => checkProof(subject, pow, 18))).toEqual([false, false, false]);
    expect(checkProof(registrationSubject(world.platform, zhang.id, 'YunXi2026'), pow, 18)).toBe(true);
  });

  it('is not for staff', async () => {
    expect(await tell(world.administrator, await bodyOf(world.administrator))).toBe(
      'not-permitted: is-staff',
    );
  });

  it.each([
    ['an account that is too short', { account: 'abc12' }],
    ['an account with other characters', { account: 'yunxi_2026' }],
    ['a name with a space at its end', { companyName: '云溪测试有限公司 ' }],
    ['a name with what no seal shows', { companyName: '云溪☺公司' }],
    ['a type that there is not', { accountType: 'person' as never }],
    ['no label', { label: '' }],
    ['more than there is', { extra: 1 } as object],
    ['a contact that is too big', { contact: 'A'.repeat(10_924) }],
  ])('has no %s', async (_, over) => {
    expect(await tell(zhang, await bodyOf(zhang, over))).toMatch(/^bad-body/);
  });

  it.each([
    ['cheap stretching', { kdf: { name: 'argon2id', memoryKib: 1024, passes: 3, lanes: 1 } }],
    [
      'stretching that fills memories',
      { kdf: { name: 'argon2id', memoryKib: 4194304, passes: 3, lanes: 1 } },
    ],
    ['a short salt', { salt: 'AAAA' }],
    ['a key of small order', { publicKey: `AQ${'A'.repeat(41)}` }],
    ['a key beside the curve', { publicKey: `Ag${'A'.repeat(41)}` }],
  ])('has no password with %s', async (_, over) => {
    const body = await bodyOf(zhang);
    const password = { ...body.password, ...over } as Registered['password'];
    expect(await tell(zhang, { ...body, password })).toMatch(/^bad-body: password/);
  });
});
