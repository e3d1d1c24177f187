import { m } from '$messages';

/** What records of a kind say, in the person's words. */
const KINDS: Readonly<Record<string, () => string>> = {
  'platform.founded': m.audit_kind_platform_founded,
  'platform.changed': m.audit_kind_platform_changed,
  'staff.invited': m.audit_kind_staff_invited,
  'staff.uninvited': m.audit_kind_staff_uninvited,
  'staff.joined': m.audit_kind_staff_joined,
  'staff.removed': m.audit_kind_staff_removed,
  'issuer.certified': m.audit_kind_issuer_certified,
  'supplier.registered': m.audit_kind_supplier_registered,
  'supplier.submitted': m.audit_kind_supplier_submitted,
  'supplier.reviewed': m.audit_kind_supplier_reviewed,
  'supplier.dismissed': m.audit_kind_supplier_dismissed,
  'supplier.password-changed': m.audit_kind_password_changed,
  'supplier.recovered': m.audit_kind_supplier_recovered,
  'device.linked': m.audit_kind_device_linked,
  'device.unlinked': m.audit_kind_device_unlinked,
  'person.requested': m.audit_kind_person_requested,
  'person.reviewed': m.audit_kind_person_reviewed,
  'enterprise.requested': m.audit_kind_enterprise_requested,
  'enterprise.reviewed': m.audit_kind_enterprise_reviewed,
  'member.requested': m.audit_kind_member_requested,
  'member.reviewed': m.audit_kind_member_reviewed,
  'member.removed': m.audit_kind_member_removed,
  'order.placed': m.audit_kind_order_placed,
  'order.paid': m.audit_kind_order_paid,
  'order.reviewed': m.audit_kind_order_reviewed,
  'order.withdrawn': m.audit_kind_order_withdrawn,
  'certificate.issued': m.audit_kind_certificate_issued,
  'certificate.installed': m.audit_kind_certificate_installed,
  'certificate.bound': m.audit_kind_certificate_bound,
  'certificate.logged-in': m.audit_kind_certificate_logged_in,
  'certificate.logged-out': m.audit_kind_certificate_logged_out,
  'certificate.revoked': m.audit_kind_certificate_revoked,
  'crl.published': m.audit_kind_crl_published,
};

export function kindText(kind: string | undefined): string {
  if (kind === undefined) return m.audit_kind_unreadable();
  return (Object.hasOwn(KINDS, kind) ? KINDS[kind]?.() : undefined) ?? m.audit_kind_other({ kind });
}
