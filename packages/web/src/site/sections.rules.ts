/** One entry of a site's own navigation. */
export interface Section {
  /** Path on the site: `/security`. */
  to: string;
  label: string;
  /** Shown only to people with this role. */
  role?: string;
}

/** A link of a site's navigation. */
export interface SectionLink {
  to: string;
  label: string;
  /** It leads to the bank, whichever site this is. */
  isAtBank: boolean;
}

/** The bank's own, of use at every site. */
const SUPPORT_DESK = { to: '/support', label: 'Support desk', role: 'support', isAtBank: true };

/** What the navigation of a site offers somebody with these roles; nothing where there is nowhere to go. */
export function sectionLinks(sections: readonly Section[], roles: readonly string[]): readonly SectionLink[] {
  const links = [...sections.map((section) => ({ ...section, isAtBank: false })), SUPPORT_DESK]
    .filter(({ role }) => role === undefined || roles.includes(role))
    .map(({ to, label, isAtBank }) => ({ to, label, isAtBank }));
  return links.length > 1 || links[0]?.isAtBank === true ? links : [];
}
