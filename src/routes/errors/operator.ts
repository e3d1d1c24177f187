import { m } from '$messages';

/** Codes of the rules of what CA operators write: see the `kinds` of `lib/certificate`. */
export const OPERATOR_RULES: Readonly<Record<string, () => string>> = {
  'not-approved': m.ca_rule_not_approved,
  'not-certified': m.ca_not_certified,
  'bad-certificate': m.ca_rule_not_of_order,
  'other-issuer': m.ca_rule_not_of_order,
  'other-profile': m.ca_rule_not_of_order,
  'other-validity': m.ca_rule_impossible_time,
  'outlives-issuer': m.ca_rule_outlives_issuer,
  'serial-used': m.ca_rule_not_of_order,
  'revoked-already': m.ca_rule_revoked_already,
  'impossible-time': m.ca_rule_impossible_time,
  'bad-list': m.ca_rule_bad_list,
  'other-number': m.ca_rule_list_outdated,
  'not-newer': m.ca_rule_list_outdated,
  'other-revocation': m.ca_rule_list_outdated,
  incomplete: m.ca_rule_list_outdated,
};
