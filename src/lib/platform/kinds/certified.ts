import * as v from 'valibot';
import { bytesEqual } from '../../keys';
import { decodeBase64url, type RecordKind } from '../../ledger';
import { publicKeyOf } from '../../pki';
import { fields } from '../fields';
import { readIssuingAuthority } from '../issuing-authority';
import { retireIssuer } from '../retire-issuer';
import { hasRole, type PlatformSlice } from '../state';

const schema = v.strictObject({ author: fields.authorId, certificate: fields.certificate });

/** An administrator who has the root key makes an operator's key an issuing CA, or renews its certificate. */
export const certified: RecordKind<PlatformSlice, v.InferOutput<typeof schema>> = {
  kind: 'issuer.certified',
  schema,

  authority(state, { author, body }) {
    if (!hasRole(state, author, 'administrator')) return 'not-administrator';
    if (!hasRole(state, body.author, 'ca-operator')) return 'not-operator';
    const certificate = decodeBase64url(body.certificate)!;
    const { root, issuers, formerIssuers } = state.founded!;
    const authority = readIssuingAuthority(certificate, root);
    const key = state.staff.get(body.author)?.issuingKey;
    if (!authority || !key || !bytesEqual(authority.spki, key)) return 'bad-issuer';
    // Whoever issues must not hold what certifies issuers.
    if (bytesEqual(key, publicKeyOf(root))) return 'bad-issuer';
    const seen = [...issuers.values(), ...formerIssuers.map((former) => former.certificate)];
    return seen.some((one) => bytesEqual(one, certificate)) ? 'certified-already' : undefined;
  },

  reduce({ founded }, { body }) {
    retireIssuer(founded!, body.author);
    founded!.issuers.set(body.author, decodeBase64url(body.certificate)!);
  },
};
