/**
 * What BoringSSL's published unit tests (name_constraints_unittest.cc) say of the files of
 * name_constraints_unittest: constraints, then the names that are allowed and refused under them.
 * `dns:` and `ip:` stand for a SubjectAltName with that one name; the rest are files.
 */
export interface NameRow {
  readonly constraints: string
  readonly critical: 'yes' | 'no'
  readonly name: string
  readonly expected: 'allowed' | 'refused'
}

type Listed = readonly [constraints: string, allowed: string, refused: string]

const v6 = (end: string) => `ip:0102030405060708090a${end}`

const listed: readonly Listed[] = [
  [
    'dnsname',
    `dns:permitted.example.com dns:permitted.example.com. dns:a.permitted.example.com
     dns:alsopermitted.example.com dns:*.foo.permitted.example.com dns:*.alsopermitted.example.com
     dns:*xcluded.permitted.example.com dns:exclude*.permitted.example.com
     dns:excl*ded.permitted.example.com dns:permitted.example3.com dns:permitted.example3.com.
     dns:a.permitted.example3.com dns:a.permitted.example3.com. san-permitted
     san-excluded-directoryname san-excluded-ipaddress`,
    `dns:apermitted.example.com dns:apermitted.example.com. dns:excluded.permitted.example.com
     dns:a.excluded.permitted.example.com dns:stillnotpermitted.excluded.permitted.example.com
     dns:a.stillnotpermitted.excluded.permitted.example.com dns:extraneousexclusion.example.com
     dns:a.extraneousexclusion.example.com dns:other.example.com dns:other.com
     dns:*.permitted.example.com dns:*.excluded.permitted.example.com dns:*.example2.com dns:*.
     dns:*.* dns:.* dns:* san-excluded-dnsname`,
  ],
  [
    'dnsname2',
    'dns:com dns:bar.com dns:baz.bar.com dns:*.baz.bar.com dns:*.com',
    'dns:foo.bar.com dns:baz.foo.bar.com dns:*.bar.com dns:*.foo.bar.com',
  ],
  [
    'dnsname-permitted_with_leading_dot',
    'dns:foo.bar.com dns:*.bar.com',
    'dns:com dns:bar.com dns:foobar.com',
  ],
  [
    'dnsname-excluded_with_leading_dot',
    'dns:com dns:bar.com dns:foobar.com',
    'dns:foo.bar.com dns:*.bar.com',
  ],
  ['dnsname-permitted_two_dot', '', 'dns:com dns:com. dns:foo.com dns:*.com'],
  [
    'dnsname-excluded',
    'dns: dns:foo.com dns:permitted.example.com',
    'dns:excluded.permitted.example.com dns:a.excluded.permitted.example.com',
  ],
  [
    'dnsname-excludeall',
    '',
    'dns: dns:foo.com dns:permitted.example.com dns:foo.permitted.example.com',
  ],
  ['dnsname-exclude_dot', 'dns:permitted.example.com dns:foo.permitted.example.com', 'dns:foo.com'],
  ['dnsname-with_min_0', '', 'dns:permitted.example.com'],
  ['dnsname-with_min_1', '', 'dns:permitted.example.com'],
  ['dnsname-with_min_0_and_max', '', 'dns:permitted.example.com'],
  ['dnsname-with_min_1_and_max', '', 'dns:permitted.example.com'],
  ['dnsname-with_max', '', 'dns:permitted.example.com'],
  [
    'directoryname',
    `name-us name-us-arizona name-jp-tokyo name-us-arizona-email
     name-us-arizona-email-invalidstring san-permitted san-excluded-dnsname san-excluded-ipaddress`,
    `name-ca name-us-california name-us-california-mountain_view name-de name-jp
     san-excluded-directoryname`,
  ],
  [
    'directoryname-excluded',
    'name-empty name-us',
    'name-us-california name-us-california-mountain_view',
  ],
  ['directoryname-excludeall', '', 'name-us name-us-california name-jp'],
  [
    'directoryname_and_dnsname',
    'name-us-arizona-foo.com name-us-arizona-permitted.example.com',
    'name-us-california-permitted.example.com',
  ],
  [
    'directoryname_and_dnsname_and_ipaddress',
    'name-us-arizona-1.1.1.1 name-us-arizona-192.168.1.1 name-us-arizona-ipv6',
    'name-us-california-192.168.1.1',
  ],
  [
    'ipaddress',
    `ip:c0a80001 ip:c0a70520 ip:c0a7053f ${v6('0b0c00000001')} ${v6('0b0b05200000')}
     ${v6('0b0b053fffff')} san-permitted san-excluded-dnsname san-excluded-directoryname`,
    `ip:c0a90001 ip:c0a80501 ip:c0a80521 ip:c0a7051f ip:c0a70540 ip:c0a60520 ${v6('0b0d00000001')}
     ${v6('0b0c05000001')} ${v6('0b0c05210001')} ${v6('0b0b051fffff')} ${v6('0b0b05400000')}
     ${v6('0b0a05210001')} san-excluded-ipaddress`,
  ],
  ['ipaddress-excluded', `ip:c0a80001 ${v6('0b0d00000001')}`, 'ip:c0a80501'],
  [
    'ipaddress-excludeall',
    '',
    `ip:c0a80001 ip:01010101 ip:02010101010101010101010101010101 ${v6('0b0d00000001')}`,
  ],
  [
    'ipaddress-permit_singlehost',
    'ip:c0a80103',
    'ip:00000000 ip:c0a80101 ip:c0a80102 ip:c0a80104 ip:ffffffff',
  ],
  [
    'ipaddress-permit_prefix31',
    'ip:c0a80102 ip:c0a80103',
    'ip:00000000 ip:c0a80101 ip:c0a80104 ip:c0a80105 ip:ffffffff',
  ],
  ['ipaddress-permit_prefix1', 'ip:80000000 ip:ffffffff', 'ip:00000000 ip:7fffffff'],
  ['ipaddress-permit_all', 'ip:00000000 ip:c0a80101 ip:ffffffff', ''],
  ['ipaddress-invalid_addr', '', 'name-empty'],
  ['ipaddress-invalid_mask_not_contiguous_1', '', 'name-empty'],
  ['ipaddress-invalid_mask_not_contiguous_2', '', 'name-empty'],
  ['ipaddress-invalid_mask_not_contiguous_3', '', 'name-empty'],
  ['ipaddress-invalid_mask_not_contiguous_4', '', 'name-empty'],
  [
    'ipaddress-mapped_addrs',
    `ip:c0a80100 ip:c0a80102 ip:00000000000000000000ffffc0a80200
     ip:00000000000000000000ffffc0a80202`,
    `ip:00000000000000000000ffffc0a80100 ip:c0a80101 ip:c0a80200
     ip:00000000000000000000ffffc0a80201`,
  ],
  [
    'rfc822name-permitted',
    'san-rfc822name san-rfc822name-domaincase',
    `san-rfc822name-localpartcase san-rfc822name-subdomain san-rfc822name-no-at
     san-rfc822name-two-ats san-rfc822name-quoted san-rfc822name-ipv4 san-rfc822name-multiple
     name-us-arizona-email name-us-arizona-email-localpartcase name-us-arizona-email-multiple`,
  ],
  [
    'rfc822name-excluded',
    'san-rfc822name-localpartcase san-rfc822name-subdomain name-us-arizona-email',
    `san-rfc822name san-rfc822name-domaincase san-rfc822name-no-at san-rfc822name-two-ats
     san-rfc822name-ipv4 name-us-arizona-email-localpartcase name-us-arizona-email-multiple`,
  ],
  [
    'rfc822name-permitted-hostname',
    `san-rfc822name san-rfc822name-domaincase san-rfc822name-localpartcase san-rfc822name-multiple
     name-us-arizona-email name-us-arizona-email-multiple`,
    `san-rfc822name-subdomain san-rfc822name-no-at san-rfc822name-two-ats
     san-rfc822name-empty-localpart san-rfc822name-quoted name-us-arizona-email-invalidstring`,
  ],
  [
    'rfc822name-excluded-hostname',
    'san-rfc822name-subdomain',
    `san-rfc822name san-rfc822name-domaincase san-rfc822name-localpartcase san-rfc822name-no-at
     san-rfc822name-two-ats san-rfc822name-empty-localpart`,
  ],
  ...['rfc822name-permitted-hostnamewithat', 'rfc822name-excluded-hostnamewithat'].map(
    (file): Listed => [
      file,
      '',
      `san-rfc822name-empty-localpart san-rfc822name san-rfc822name-domaincase
       san-rfc822name-localpartcase san-rfc822name-subdomain san-rfc822name-no-at
       san-rfc822name-two-ats`,
    ],
  ),
  [
    'rfc822name-permitted-subdomains',
    'san-rfc822name-subdomain san-rfc822name-subdomaincase',
    'san-rfc822name san-rfc822name-subdomain-no-at san-rfc822name-subdomain-two-ats',
  ],
  [
    'rfc822name-excluded-subdomains',
    'san-rfc822name',
    `san-rfc822name-subdomain san-rfc822name-subdomaincase san-rfc822name-subdomain-no-at
     san-rfc822name-subdomain-two-ats`,
  ],
  ...['rfc822name-permitted-empty', 'rfc822name-excluded-empty'].map(
    (file): Listed => [file, '', 'san-rfc822name san-rfc822name-empty'],
  ),
  ...['rfc822name-permitted-ipv4', 'rfc822name-excluded-ipv4'].map(
    (file): Listed => [file, '', 'san-rfc822name san-rfc822name-empty san-rfc822name-ipv4'],
  ),
  ['rfc822name-permitted-quoted', '', 'san-rfc822name-quoted'],
  ['rfc822name-excluded-quoted', '', 'san-rfc822name-subdomain'],
  ['othername-excluded', 'san-rfc822name-quoted', ''],
  ['invalid-no_subtrees', '', 'name-empty'],
  ['invalid-empty_permitted_subtree', '', 'name-empty'],
  ['invalid-empty_excluded_subtree', '', 'name-empty'],
]

/** Forms that BoringSSL does not process: a name of one is refused if the extension is critical. */
const unprocessed = ['othername', 'x400address', 'edipartyname', 'uri', 'registeredid']

function rowsOf([constraints, allowed, refused]: Listed): readonly NameRow[] {
  const names = (text: string) => text.split(/\s+/).filter((name) => name !== '')
  return [
    ...names(allowed).map(
      (name) => ({ constraints, critical: 'yes', name, expected: 'allowed' }) as const,
    ),
    ...names(refused).map(
      (name) => ({ constraints, critical: 'yes', name, expected: 'refused' }) as const,
    ),
  ]
}

/** All rows. */
export const nameRows: readonly NameRow[] = [
  ...listed.flatMap(rowsOf),
  ...unprocessed.flatMap((form) =>
    ['permitted', 'excluded'].flatMap((list): readonly NameRow[] => {
      const row = { constraints: `${form}-${list}`, name: `san-${form}` }
      return [
        { ...row, critical: 'yes', expected: 'refused' },
        { ...row, critical: 'no', expected: 'allowed' },
      ]
    }),
  ),
]
