import { certificateBound } from './certificate-bound';
import { certificateInstalled } from './certificate-installed';
import { certificateIssued } from './certificate-issued';
import { certificateRevoked } from './certificate-revoked';
import { crlPublished } from './crl-published';
import { deviceAdmitted } from './device-admitted';
import { deviceDismissed } from './device-dismissed';
import { enterpriseRequested } from './enterprise-requested';
import { enterpriseReviewed } from './enterprise-reviewed';
import { memberRequested } from './member-requested';
import { memberRemoved } from './member-removed';
import { memberReviewed } from './member-reviewed';
import { orderPaid } from './order-paid';
import { orderPlaced } from './order-placed';
import { orderReviewed } from './order-reviewed';
import { orderWithdrawn } from './order-withdrawn';
import { personRequested } from './person-requested';
import { personReviewed } from './person-reviewed';
import type { CertificateKind } from './pieces';

/** All kinds of records of real names, orders and certificates. */
export const certificateKinds: readonly CertificateKind<unknown>[] = [
  personRequested,
  personReviewed,
  enterpriseRequested,
  enterpriseReviewed,
  memberRequested,
  memberReviewed,
  memberRemoved,
  orderPlaced,
  orderPaid,
  orderReviewed,
  orderWithdrawn,
  certificateIssued,
  certificateInstalled,
  certificateBound,
  deviceAdmitted,
  deviceDismissed,
  certificateRevoked,
  crlPublished,
];
