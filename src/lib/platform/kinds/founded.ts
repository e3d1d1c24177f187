import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { bytesEqual } from '../../keys';
import { decodeBase64url, encodeBase64url, type RecordKind } from '../../ledger';
import { authorityOf, isIssuedByNow, verifyNow } from '../../pki';
import { detailFields } from '../details';
import { fields } from '../fields';
import { readIssuingAuthority } from '../issuing-authority';
import type { PlatformSlice } from '../state';
import { endorsementOf } from '../statements';

const schema = v.strictObject({
  ...detailFields,
  root: fields.certificate,
  /** of an issuing CA whose key the founder has; without it, an operator is certified later */
  issuing: v.optional(fields.certificate),
  /** of the root's key: see `endorsementOf` */
  endorsement: fields.signature,
  /** how the founder is called */
  founder: fields.text(40),
  recipient: fields.recipient,
});

/**
 * The first record of a platform. Its id is the hash of its root certificate, and the root's key endorses the
 * founder, so that nobody can found somebody else's platform.
 */
export const founded: RecordKind<PlatformSlice, v.InferOutput<typeof schema>> = {
  kind: 'platform.founded',
  schema,

  authority(state, { author, platform, body }) {
    if (state.founded) return 'founded-already';
    const root = decodeBase64url(body.root)!;
    if (encodeBase64url(sha256(root)) !== platform) return 'not-this-root';
    const authority = authorityOf(root);
    if (!authority || authority.pathLength === 0 || !isIssuedByNow(root, root)) return 'bad-root';
    const endorsement = decodeBase64url(body.endorsement)!;
    if (!verifyNow(authority.spki, endorsementOf(author), endorsement)) return 'not-endorsed';
    if (body.issuing === undefined) return undefined;
    const issuing = readIssuingAuthority(decodeBase64url(body.issuing)!, root);
    return issuing && !bytesEqual(issuing.spki, authority.spki) ? undefined : 'bad-issuer';
  },

  reduce(state, { author, platform: id, receivedAt, body }) {
    const { issuing: encoded, root, founder, recipient, fees, bank, support, categories } = body;
    const issuing = encoded === undefined ? undefined : decodeBase64url(encoded)!;
    state.founded = {
      id,
      name: body.name,
      province: body.province,
      organiser: body.organiser,
      fees,
      bank,
      support,
      categories,
      root: decodeBase64url(root)!,
      issuers: new Map(issuing && [[author, issuing]]),
      formerIssuers: [],
    };
    const issuingKey = issuing && authorityOf(issuing)?.spki;
    state.staff.set(author, {
      author,
      name: founder,
      roles: issuing ? ['administrator', 'ca-operator'] : ['administrator'],
      recipient,
      ...(issuingKey && { issuingKey: issuingKey.slice() }),
      joinedAt: receivedAt,
    });
  },
};
