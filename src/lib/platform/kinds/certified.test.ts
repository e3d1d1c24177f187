import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../ledger';
import type { Signer } from '../../pki';
import { DAY_MS, hire, issuingOf, newPlatform, newRoots, newSigner, START, type Person } from '../testing';

const refused = (detail: string) => ({ verdict: 'rejected', reason: 'not-permitted', detail });

describe('issuer.certified', () => {
  let made: Awaited<ReturnType<typeof newPlatform>>;
  let operator: Person;
  let key: Signer;
  beforeAll(async () => {
    made = await newPlatform();
    const hired = await hire(made.platform, made.administrator, 'ca-operator');
    [operator, key] = [hired.person, hired.issuing!];
  });
  const certify = (certificate: Uint8Array, by = made.administrator, author = operator.id) =>
    made.platform.write(by, 'issuer.certified', { author, certificate: encodeBase64url(certificate) });

  it('is refused for other keys than the operator has shown, other roots, other people', async () => {
    const { roots, administrator, platform } = made;
    const [other, elsewhere] = [await newSigner(), await newRoots()];
    expect(await certify(await issuingOf(roots, other.spki))).toMatchObject(refused('bad-issuer'));
    expect(await certify(await issuingOf(elsewhere, key.spki))).toMatchObject(refused('bad-issuer'));
    expect(await certify(roots.root)).toMatchObject(refused('bad-issuer'));
    expect(await certify(new Uint8Array(8))).toMatchObject(refused('bad-issuer'));
    const good = await issuingOf(roots, key.spki);
    expect(await certify(good, operator)).toMatchObject(refused('not-administrator'));
    expect(await certify(good, administrator, administrator.id)).toMatchObject(refused('not-operator'));
    expect(platform.state.founded?.issuers.size).toBe(0);
  });

  it('gives an operator their issuing CA, and renews it', async () => {
    const { roots, platform } = made;
    const first = await issuingOf(roots, key.spki);
    expect((await certify(first)).verdict).toBe('accepted');
    expect(await certify(first)).toMatchObject(refused('certified-already'));
    const renewed = await issuingOf(roots, key.spki, START + 1000 * DAY_MS);
    expect((await certify(renewed)).verdict).toBe('accepted');
    expect(await certify(first)).toMatchObject(refused('certified-already'));
    expect(platform.state.founded).toMatchObject({
      issuers: new Map([[operator.id, renewed]]),
      formerIssuers: [{ author: operator.id, certificate: first }],
    });
  });
});
