/** Operator, account and users for a test (NATS decentralised authentication: JWTs signed with nkeys). */
import { nkeys } from '@nats-io/nats-core';
import type { Permissions } from '../../src/lib/sync/nats';

type KeyPair = ReturnType<typeof nkeys.createUser>;

const base64url = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function claim(signer: KeyPair, subject: string, name: string, nats: object): string {
  const header = base64url(JSON.stringify({ typ: 'JWT', alg: 'ed25519-nkey' }));
  const iat = Math.floor(Date.now() / 1000);
  const body = { jti: crypto.randomUUID(), iat, iss: signer.getPublicKey(), name, sub: subject, nats };
  const signed = `${header}.${base64url(JSON.stringify(body))}`;
  return `${signed}.${base64url(signer.sign(new TextEncoder().encode(signed)))}`;
}

export function decentralised() {
  const operator = nkeys.createOperator();
  const account = nkeys.createAccount();
  const unlimited = {
    subs: -1,
    data: -1,
    payload: -1,
    imports: -1,
    exports: -1,
    wildcards: true,
    conn: -1,
    leaf: -1,
  };
  const storage = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
  const system = nkeys.createAccount();
  const [accountId, systemId] = [account.getPublicKey(), system.getPublicKey()];
  const operatorJwt = claim(operator, operator.getPublicKey(), 'operator', { type: 'operator', version: 2 });
  const accountJwt = claim(operator, accountId, 'platform', {
    ...{ type: 'account', version: 2, limits: { ...unlimited, ...storage } },
  });
  const systemJwt = claim(operator, systemId, 'system', { type: 'account', version: 2, limits: unlimited });
  return {
    configuration: `
operator: ${operatorJwt}
system_account: ${systemId}
resolver: MEMORY
resolver_preload: { ${accountId}: ${accountJwt}, ${systemId}: ${systemJwt} }
`,
    /** @param permissions none: may do everything in the account */
    user(permissions?: Permissions) {
      const key = nkeys.createUser();
      const jwt = claim(account, key.getPublicKey(), 'user', {
        ...{ type: 'user', version: 2, subs: -1, data: -1, payload: -1 },
        ...permissions,
      });
      return { jwt, seed: text(key.getSeed()) };
    },
  };
}
