import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesEqual } from '../keys';
import { Chain, type RecordId } from '../ledger';
import { certifyIssuer, hasRole, invite, openSealed, removeStaff, sealFor } from '../platform';
import { blobIdOf, EmbeddedPlatform } from '../sync';
import { newAuthor } from '../../../tests/contract/records';
import { platformCard } from './card';
import { foundHere } from './found';
import { keptState } from './kept-state';
import { Office } from './office';
import { DETAILS, ISSUING_PIN, PIN, platforms, ROOT_PIN, workspace } from './testing';

let count = 0;
let net: ReturnType<typeof platforms>;
let offices: Office[];
let ends: (() => void)[];

beforeEach(() => {
  net = platforms();
  offices = [];
  ends = [];
});

afterEach(async () => {
  await Promise.all(offices.map((office) => office.close()));
  net.close();
  for (const end of ends) end();
});

/** A platform that is not in the directory. */
async function elsewhere(id: string): Promise<EmbeddedPlatform> {
  const platform = new EmbeddedPlatform(id);
  ends.push(() => platform.close());
  return platform;
}

const newWorkspace = () => workspace(`office-${count++}`, net.directory);

async function opened(ports: Awaited<ReturnType<typeof newWorkspace>>, platform: string): Promise<Office> {
  const office = await Office.open(ports, platform);
  offices.push(office);
  return office;
}

async function founded() {
  const ports = await newWorkspace();
  const platform = await foundHere(ports, {
    pins: { staff: PIN, root: ROOT_PIN },
    details: DETAILS,
    founder: '李主任',
  });
  const administrator = await opened(ports, platform);
  await administrator.settled((await administrator.outbox.list())[0]!.id);
  return { platform, administrator, ports };
}

async function accepted(office: Office, record: RecordId): Promise<void> {
  expect(await office.settled(record)).toMatchObject({ state: 'accepted' });
}

/** Waits until an office has heard of something. */
async function until(office: Office, isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise<void>((resolve) => void office.observe(resolve));
}

describe('a platform that was founded here', () => {
  it('has its founder as administrator, and is the chosen one', async () => {
    const { platform, administrator, ports } = await founded();
    expect(await ports.seats.chosen()).toBe(platform);
    expect(administrator.state.founded).toMatchObject({ id: platform, name: DETAILS.name });
    expect(hasRole(administrator.state, administrator.staff!.author, 'administrator')).toBe(true);
    const { writer } = await administrator.staffDesk('');
    expect(writer.author).toBe(administrator.staff!.author);
  });

  it('can be told from others by its card', async () => {
    const { platform } = await founded();
    const port = await net.directory.open(platform);
    expect(await platformCard(port, platform)).toEqual({
      id: platform,
      name: DETAILS.name,
      province: '湖南省',
      organiser: DETAILS.organiser,
    });
    await expect(platformCard(port, 'x'.repeat(43))).rejects.toMatchObject({ code: 'not-a-platform' });
  });

  it('has a card though somebody wrote there before it was founded', async () => {
    const { platform } = await founded();
    const { records } = await (await net.directory.open(platform)).read(0, 1);
    const port = await elsewhere(`card-${count++}`);
    expect(await platformCard(port, platform)).toBeUndefined();
    const author = await newAuthor();
    for (let chain = new Chain(author, platform, undefined), n = 0; n < 5; n++) {
      await port.append([(await chain.write('note', { n }, 1)).jws]);
    }
    await expect(platformCard(port, platform)).rejects.toMatchObject({ code: 'not-a-platform' });
    await port.append([records[0]!.jws]);
    expect(await platformCard(port, platform)).toMatchObject({ id: platform, name: DETAILS.name });
  });

  it('is known still when it is not the open one, and cannot be reached', async () => {
    const { platform, administrator, ports } = await founded();
    await administrator.close();
    net.net.reachable = false;
    expect((await keptState(ports.records(platform), platform)).founded?.name).toBe(DETAILS.name);
    expect((await keptState(ports.records('other'), 'other')).founded).toBeUndefined();
  });

  it('leaves nothing behind where its details are wrong', async () => {
    const ports = await newWorkspace();
    const bad = {
      pins: { staff: PIN, root: ROOT_PIN },
      details: { ...DETAILS, name: '' },
      founder: '李主任',
    };
    await expect(foundHere(ports, bad)).rejects.toMatchObject({ code: 'bad-details' });
    expect(await ports.seats.chosen()).toBeUndefined();
    expect(await net.directory.list()).toEqual([]);
  });
});

describe('people in workspaces of their own', () => {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

  async function invitedBy(administrator: Office): Promise<{ invitation: RecordId; link: string }> {
    const desk = await administrator.staffDesk('');
    const invited = await invite(desk, { role: 'expert', name: '王德明', random });
    await accepted(administrator, invited.invitation);
    return invited;
  }

  it('whose join came to nothing take the place of another invitation', async () => {
    const { platform, administrator } = await founded();
    const { invitation, link } = await invitedBy(administrator);
    const [first, second] = [
      await opened(await newWorkspace(), platform),
      await opened(await newWorkspace(), platform),
    ];
    const pins = { staff: PIN };
    for (const office of [first, second]) await until(office, () => office.state.invitations.has(invitation));
    const joins = await Promise.all(
      [first, second].map((office) => office.join({ link, name: '王德明', pins })),
    );
    const ends = [await first.settled(joins[0]!), await second.settled(joins[1]!)];
    const late = ends[0]!.state === 'rejected' ? first : second;
    expect(ends.map(({ state }) => state).sort()).toEqual(['accepted', 'rejected']);

    const again = await invitedBy(administrator);
    await until(late, () => late.state.invitations.has(again.invitation));
    await accepted(late, await late.join({ link: again.link, name: '王德明', pins }));
    expect(hasRole(late.state, late.staff!.author, 'expert')).toBe(true);
  });

  it('who were taken off the staff can come back by an invitation', async () => {
    const { platform, administrator } = await founded();
    const { invitation, link } = await invitedBy(administrator);
    const office = await opened(await newWorkspace(), platform);
    await until(office, () => office.state.invitations.has(invitation));
    const pins = { staff: PIN };
    await accepted(office, await office.join({ link, name: '王德明', pins }));
    const former = office.staff!.author;
    await until(administrator, () => administrator.state.staff.has(former));
    await accepted(administrator, await removeStaff(await administrator.staffDesk(''), former, '离职'));

    const again = await invitedBy(administrator);
    await until(office, () => office.state.invitations.has(again.invitation));
    await accepted(office, await office.join({ link: again.link, name: '王德明', pins }));
    expect(office.staff!.author).not.toBe(former);
  });

  it('join by invitation, are certified, and see what others do', async () => {
    const { platform, administrator } = await founded();
    const { invitation, link } = await invite(await administrator.staffDesk(''), {
      role: 'ca-operator',
      name: '王工',
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    });
    await accepted(administrator, invitation);
    const operator = await opened(await newWorkspace(), platform);
    await until(operator, () => operator.state.invitations.has(invitation));
    const joined = await operator.join({ link, name: '王工', pins: { staff: PIN, issuing: ISSUING_PIN } });
    await accepted(operator, joined);
    await expect(operator.join({ link, name: '王工', pins: { staff: PIN } })).rejects.toMatchObject({
      code: 'seat-taken',
    });
    const { author } = operator.staff!;
    await until(administrator, () => administrator.state.staff.has(author));
    const root = await administrator.authority('root', '');
    await accepted(administrator, await certifyIssuer(await administrator.staffDesk(''), author, root));
    await until(operator, () => operator.state.founded!.issuers.has(author));
    expect((await operator.authority('issuing', '')).vaultId).toBe(operator.staff!.vaultIds.issuing);
    await expect(operator.authority('root', '')).rejects.toMatchObject({ code: 'no-authority' });
  });

  it('have a device key without a PIN, the same in every tab', async () => {
    const { platform } = await founded();
    const ports = await newWorkspace();
    const [one, other] = [await opened(ports, platform), await opened(ports, platform)];
    await expect(one.staffDesk('')).rejects.toMatchObject({ code: 'no-staff-seat' });
    const desks = await Promise.all([one.deviceDesk(), other.deviceDesk()]);
    expect(desks[0].writer.author).toBe(desks[1].writer.author);
    const sealed = await sealFor([desks[0].recipient], new Uint8Array([1, 2]), 'test');
    expect(await openSealed(await other.devicePrivateKey(), sealed, 'test')).toEqual(new Uint8Array([1, 2]));
  });

  it('write one chain from two tabs at once, and everything arrives once', async () => {
    const { platform, administrator, ports } = await founded();
    const second = await opened(ports, platform);
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const desks = [await administrator.staffDesk(''), await second.staffDesk('')];
    const invited = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        invite(desks[n % 2]!, { role: 'expert', name: `专家${n}`, random }),
      ),
    );
    for (const { invitation } of invited) await accepted(second, invitation);
    expect(second.state.invitations.size).toBe(6);
    expect(await second.audit.count()).toEqual({ all: 7, rejected: 0 });
  });

  it('write while the platform is out of reach; it arrives afterwards', async () => {
    const { administrator } = await founded();
    net.net.reachable = false;
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const desk = await administrator.staffDesk('');
    const { invitation } = await invite(desk, { role: 'expert', name: '专家', random });
    expect(await administrator.outbox.entry(invitation)).toMatchObject({ state: 'waiting' });
    net.net.reachable = true;
    administrator.retryNow();
    await accepted(administrator, invitation);
  });

  it('read a file that they wrote without the platform, and one of others with it', async () => {
    const { platform, administrator } = await founded();
    const blob = new Blob(['凭证']);
    const id = await blobIdOf(blob);
    const { writer } = await administrator.staffDesk('');
    const record = await writer.write('no.such-kind', {}, [{ id, blob }]);
    expect(await administrator.settled(record)).toMatchObject({ state: 'rejected', reason: 'unknown-kind' });
    const other = await opened(await newWorkspace(), platform);
    expect(await (await other.file(id)).text()).toBe('凭证');
    net.net.reachable = false;
    for (const office of [administrator, other]) {
      const kept = new Uint8Array(await (await office.file(id)).arrayBuffer());
      expect(bytesEqual(kept, new Uint8Array(await blob.arrayBuffer()))).toBe(true);
    }
    await expect(other.file((await blobIdOf(new Blob(['x']))) as never)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('read no file that is larger than what it is said to be', async () => {
    const { platform, administrator } = await founded();
    const blob = new Blob([new Uint8Array(2000)]);
    const id = await blobIdOf(blob);
    const { writer } = await administrator.staffDesk('');
    await administrator.settled(await writer.write('no.such-kind', {}, [{ id, blob }]));
    const other = await opened(await newWorkspace(), platform);
    const refusal = { code: 'file-too-large', detail: { limit: 1999, size: 2000 } };
    await expect(other.file(id, { maxBytes: 1999 })).rejects.toMatchObject(refusal);
    expect((await other.file(id, { maxBytes: 2000 })).size).toBe(2000);
    await expect(other.file(id, { maxBytes: 1999 })).rejects.toMatchObject(refusal); // kept here now
  });
});
