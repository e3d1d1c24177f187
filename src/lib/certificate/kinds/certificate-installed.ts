import * as v from 'valibot';
import { decodeBase64url } from '../../ledger';
import { publicKeyOf, verifyNow } from '../../pki';
import { fields } from '../../platform';
import { standingOf } from '../standing';
import { possessionStatement } from '../statements';
import { addStep, type CertificateKind } from './pieces';
import { serialNumber } from './serial-number';

const schema = v.strictObject({
  serial: serialNumber,
  /** by the certificate's key: see `possessionStatement` */
  proof: fields.bytes(512),
});

/** Whoever ordered a certificate has it on their device, and its key with it (manual 3.9). */
export const certificateInstalled: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'certificate.installed',
  schema,

  authority(state, { author, platform, receivedAt, body }) {
    const certificate = state.certificates.get(body.serial);
    if (!certificate) return 'no-such-certificate';
    if (certificate.person !== author) return 'not-own-certificate';
    const standing = standingOf(certificate, receivedAt);
    if (standing !== 'issued') return standing === 'revoked' ? 'revoked' : 'not-installable';
    const statement = possessionStatement(platform, body.serial);
    const proof = decodeBase64url(body.proof)!;
    return verifyNow(publicKeyOf(certificate.certificate), statement, proof) ? undefined : 'bad-proof';
  },

  reduce(state, record) {
    const certificate = state.certificates.get(record.body.serial)!;
    certificate.installedAt = record.receivedAt;
    const order = state.orders.get(certificate.order)!;
    order.state = { name: 'installed', serial: certificate.serial };
    addStep(order, record, 'installed');
    // One that was bound is good until the new one is bound in its place.
    const old = state.certificates.get(certificate.replaces ?? '');
    if (old && !old.bound) old.replacedBy = certificate.serial;
  },
};
