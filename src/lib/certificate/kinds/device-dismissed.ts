import * as v from 'valibot';
import type { AuthorId, RecordId } from '../../ledger';
import { fields } from '../../platform';
import { linkOf, unlink } from '../../supplier';
import { standingOf } from '../standing';
import type { CertificateKind, CertificateState } from './pieces';

const schema = v.strictObject({ supplier: fields.recordId, device: fields.authorId });

/** Whether a person has a certificate in force that is bound to an account. */
function holdsBound(state: CertificateState, person: AuthorId, supplier: RecordId, at: number): boolean {
  const serials = state.people.get(person)?.certificates ?? [];
  return serials.some((serial) => {
    const certificate = state.certificates.get(serial);
    return certificate?.bound?.supplier === supplier && standingOf(certificate, at) === 'bound';
  });
}

/** Whoever holds the certificate of an account ends, from the phone, the link of one of its devices. */
export const deviceDismissed: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'certificate.logged-out',
  schema,

  authority(state, { author, receivedAt, body }) {
    const supplier = state.suppliers.get(body.supplier);
    if (!supplier) return 'no-supplier';
    if (!holdsBound(state, author, body.supplier, receivedAt)) return 'not-bound-here';
    return linkOf(supplier, body.device, receivedAt) ? undefined : 'not-linked';
  },

  reduce(state, { id, body }) {
    unlink(state.suppliers.get(body.supplier)!, body.device, id);
  },
};
