// HRC Record: types of the JSON files. Generated from the declarations of the tables; do not edit.

/** A day, as `2023-10-11`. */
export type IsoDate = string;

/** States. One State: a member of the United Nations or a non-member observer State. Key: alpha3. */
export interface CountriesRow {
  /** ISO 3166-1 alpha-3 code. Example: KAZ */
  alpha3: string;
  /** ISO 3166-1 alpha-2 code. Example: KZ */
  alpha2: string;
  /** UN M49 code. Example: 398 */
  m49: string;
  /** Short name in English. As the UN writes it. Example: Kazakhstan */
  name: string;
  /** Formal name in English. Example: Republic of Kazakhstan */
  formal_name: string;
  /** Short name in Russian. Example: Казахстан */
  name_ru: string | null;
  /** Formal name in Russian. Example: Республика Казахстан */
  formal_name_ru: string | null;
  /** Standing at the United Nations. Example: member */
  un_status: "member" | "observer";
  /** Regional group. The regional group for elections; observers have none. Example: Asia-Pacific */
  regional_group: "African" | "Asia-Pacific" | "Eastern European" | "GRULAC" | "WEOG" | null;
  /** Day of admission to the United Nations. Example: 1992-03-02 */
  un_admitted_on: IsoDate | null;
  /** How it was admitted. As an original member under Article 3 of the Charter, or by a resolution of the General Assembly. Example: ga_resolution */
  un_admission_basis: "charter_original" | "ga_resolution" | null;
  /** General Assembly resolution of admission. Example: 46/224 */
  un_admission_resolution: string | null;
  /** Region by M49. Example: Asia */
  m49_region: string;
  /** Subregion by M49. Example: Central Asia */
  m49_subregion: string;
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: non-member observer State; no regional group */
  note: string | null;
}

/** Names of States. One spelling of the name of a State, in any language; case, accents and punctuation do not matter. Key: alias. */
export interface CountryAliasesRow {
  /** The spelling. Example: Казахстан */
  alias: string;
  /** The State it stands for. Example: KAZ */
  country: CountriesRow["alpha3"];
  /** Language. Two-letter code; und where it is a code or of no one language. Example: ru */
  language: string;
  /** Kind of name. Example: un_short */
  kind: "un_short" | "un_formal" | "unsd" | "iso" | "common" | "alt" | "historical" | "code" | "as_printed";
  /** Where the spelling comes from. Example: pycountry 26.2.16 */
  source: string;
  /** Note. What is weak, disputed or worth knowing about the row. Example: as printed in a source of the record */
  note: string | null;
}

/** Groups of States. One group of States on whose behalf texts are tabled. Key: group. */
export interface GroupsRow {
  /** Short name, never changed. Example: OIC */
  group: string;
  /** Full name. Example: Organization of Islamic Cooperation */
  name: string;
  /** Other names it is written by. Example: Organisation of Islamic Cooperation */
  other_names: string[];
  /** Kind of group. Example: political_group */
  kind: "regional_group" | "political_group" | "union" | "informal";
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: as printed in a source of the record */
  note: string | null;
}

/** Themes. One subject: a tag of the OHCHR library, in its capitals, or a term of this record. Key: theme. */
export interface ThemesRow {
  /** The subject, exactly as used. Example: RIGHT TO EDUCATION */
  theme: string;
  /** Whose term it is. Example: ohchr_library */
  scheme: "ohchr_library" | "hrc_record";
  /** A record that carries the tag. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: own term */
  note: string | null;
}

/** Agenda items. One standing item of the Council's agenda: resolution 5/1 of 18 June 2007, annex, part V. Key: item. */
export interface AgendaItemsRow {
  /** Number of the item. Example: 3 */
  item: number;
  /** Title. Example: Human rights bodies and mechanisms */
  title: string;
  /** Short title, ours. Example: Bodies and mechanisms */
  short_title: string;
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: fixed by resolution 5/1 of 18 June 2007 */
  note: string | null;
}

/** Treaties. One United Nations human-rights treaty or protocol, with Kazakhstan's signature and ratification. Key: abbreviation. */
export interface TreatiesRow {
  /** Abbreviation used in this record. Example: ICCPR-OP2 */
  abbreviation: string;
  /** Number in the UN Treaty Collection. Example: IV-12 */
  untc_no: string;
  /** Abbreviations used elsewhere. Example: CCPR-OP2-DP; OP2-ICCPR */
  other_abbreviations: string[];
  /** Title. Example: Convention on the Rights of the Child */
  title: string;
  /** The treaty it is a protocol to. Example: IV-4 */
  parent_untc_no: TreatiesRow["untc_no"] | null;
  /** Day of adoption. Example: 1989-12-15 */
  adopted_on: IsoDate;
  /** Day it entered into force. Example: 1991-07-11 */
  in_force_on: IsoDate | null;
  /** Kind of instrument. Example: protocol */
  instrument_type: "core" | "protocol" | "other";
  /** Kazakhstan: signed. Example: 2020-09-23 */
  kaz_signed_on: IsoDate | null;
  /** Kazakhstan: how bound. Example: ratification */
  kaz_action: "ratification" | "accession" | "none" | null;
  /** Kazakhstan: instrument deposited. Example: 2022-03-24 */
  kaz_action_on: IsoDate | null;
  /** Kazakhstan: in force. Example: 2022-06-24 */
  kaz_in_force_on: IsoDate | null;
  /** Kazakhstan: approving act. Example: Law of 2 January 2021 No. 404-VI */
  kaz_approving_act: string | null;
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Where Kazakhstan's dates are written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  kaz_source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: not one of the nine core instruments */
  note: string | null;
}

/** Terms on the Council. One term of one State on the Human Rights Council. Key: country, term_start. */
export interface MembershipsRow {
  /** The member State. Example: KAZ */
  country: CountriesRow["alpha3"];
  /** Name of the State. Example: Kazakhstan */
  country_name: string | null;
  /** First day of the term. Example: 2022-01-01 */
  term_start: IsoDate;
  /** Last day of the term. Empty while no end is known. Example: 2024-12-31 */
  term_end: IsoDate | null;
  /** Year of the election. Example: 2021 */
  elected_in: number;
  /** Regional group at the election. Example: Asia-Pacific */
  regional_group: "African" | "Asia-Pacific" | "Eastern European" | "GRULAC" | "WEOG";
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: withdrew before the end of the term */
  note: string | null;
}

/** Sessions. One session of the Council: regular (54), special (S-36) or an organizational meeting (OM/1). Key: session. */
export interface SessionsRow {
  /** The session, as symbols write it. Example: 54 */
  session: string;
  /** Kind of session. Example: regular */
  type: "regular" | "special" | "organizational";
  /** Its number among its kind. Example: 54 */
  number: number;
  /** First day. Example: 2023-09-11 */
  opened_on: IsoDate;
  /** Last day. Example: 2023-10-13 */
  closed_on: IsoDate | null;
  /** Its parts, where it was suspended and resumed. Example: 2020-02-24/2020-03-13; 2020-06-15/2020-06-23 */
  segments: string[];
  /** Subject of a special session. Example: Sudan */
  subject: string | null;
  /** How many resolutions it adopted, where the list is complete. Given only where the session's list is known to be complete; the record must then hold all of them. Example: 36 */
  resolutions_adopted: number | null;
  /** What the dates rest on. The session's report, an official list, an announcement shortly before, or one weak source. Example: report */
  date_basis: "report" | "list" | "announcement" | "weak";
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: resumed */
  note: string | null;
}

/** Resolutions. One text adopted by the Human Rights Council: a resolution, a decision or a statement by its President. Key: symbol. */
export interface ResolutionsRow {
  /** Symbol of the text. Example: A/HRC/RES/54/5 */
  symbol: string;
  /** Session that adopted it. Example: 54 */
  session: SessionsRow["session"];
  /** Number within the session. Example: 5 */
  number: number;
  /** Title, as printed. Example: The right to development */
  title: string;
  /** Day of adoption. Example: 2023-10-11 */
  adopted_on: IsoDate;
  /** Agenda item. Example: 3 */
  agenda_item: AgendaItemsRow["item"] | null;
  /** How it was adopted. Example: without_vote */
  adoption: "without_vote" | "recorded_vote";
  /** Votes in favour. Example: 28 */
  votes_for: number | null;
  /** Votes against. Example: 7 */
  votes_against: number | null;
  /** Abstentions. Example: 12 */
  votes_abstaining: number | null;
  /** Symbol of the draft. Example: A/HRC/54/L.12 */
  draft_symbol: string | null;
  /** Subjects. Subject tags as the source gives them; empty where none was seen. Example: RIGHT TO EDUCATION; RIGHTS OF THE CHILD */
  themes: ThemesRow["theme"][];
  /** Where the text is found. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  document_url: string;
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: title as catalogued */
  note: string | null;
}

/** Sponsors. One State standing behind one resolution, in one role. Key: resolution, sponsor, role. */
export interface SponsorsRow {
  /** The text it stood behind. Example: A/HRC/RES/54/5 */
  resolution: ResolutionsRow["symbol"];
  /** The sponsor: a State's code, or as printed. The code of the State; where the sponsor is no State, what the source prints. Example: KAZ */
  sponsor: string;
  /** The State. As the source writes it; published as its code, and empty where the sponsor is no State. Example: KAZ */
  country: CountriesRow["alpha3"] | null;
  /** Name of the State. Example: Kazakhstan */
  country_name: string | null;
  /** Regional group of the State. Example: Asia-Pacific */
  regional_group: string | null;
  /** Whether it sat on the Council. On the day the text was adopted. States that are no members may sponsor all the same. Example: true */
  council_member: boolean | null;
  /** How it stood behind the text. Main sponsors table a text, the core group drafts it, cosponsors sign it. Example: main_sponsor */
  role: "main_sponsor" | "core_group" | "cosponsor";
  /** The group it spoke for. As printed, with the States that the group excepts. Example: Organization of Islamic Cooperation, except Albania */
  on_behalf_of: string | null;
  /** Short name of that group. Example: OIC */
  group: GroupsRow["group"] | null;
  /** States of the group that do not take part. Example: ALB */
  group_except: CountriesRow["alpha3"][];
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: list on the day of adoption */
  note: string | null;
}

/** Votes. The vote of one member of the Council on one text. Key: resolution, country. */
export interface VotesRow {
  /** The text voted on. Example: A/HRC/RES/22/1 */
  resolution: ResolutionsRow["symbol"];
  /** Day of the vote. Example: 2013-03-21 */
  adopted_on: IsoDate | null;
  /** The State. Example: KAZ */
  country: CountriesRow["alpha3"];
  /** Name of the State. Example: Kazakhstan */
  country_name: string | null;
  /** How it voted. not_recorded: a member that is not in the roll-call. Example: in_favour */
  vote: "in_favour" | "against" | "abstain" | "not_recorded";
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: spelled Kazakstan in the roll-call */
  note: string | null;
}

/** Follow-ups. One thing a text asks for: it says what was mandated, and what came of it only where a source was seen. Key: follow_up. */
export interface FollowUpsRow {
  /** Name of the row. Text, kind, session due and operative paragraph. Example: 54-5-panel_discussion-57-op8 */
  follow_up: string;
  /** The text that asks for it. Example: A/HRC/RES/54/5 */
  resolution: ResolutionsRow["symbol"];
  /** What is asked for. Example: report */
  kind: "report" | "oral_update" | "panel_discussion" | "study" | "meeting" | "workshop" | "interactive_debate" | "interactive_dialogue" | "working_group" | "call_for_input" | "plan_of_action";
  /** Session at which, or before which, it is due. It may be one still to come, which the table of sessions does not have yet. Example: 59 */
  due_session: string | null;
  /** Operative paragraph that asks for it. Example: 9 */
  paragraph: number | null;
  /** Day it was held, or the deadline of a call. Example: 2024-09-18 */
  held_on: IsoDate | null;
  /** Symbol of the document. Example: A/HRC/59/33 */
  document_symbol: string | null;
  /** Title. Example: Panel discussion on quality education for peace and tolerance for every child */
  title: string | null;
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: mandated in operative paragraph 8, for HRC session 57 */
  note: string | null;
}

/** Reforms. One dated step of one reform in one State: a signature, a law, an entry into force. Key: reform_id. */
export interface ReformsRow {
  /** Name of the row, never changed or used again. Example: kaz-iccpr-op2-ratification-2022 */
  reform_id: string;
  /** The State. Example: KAZ */
  country: CountriesRow["alpha3"];
  /** Name of the State. Example: Kazakhstan */
  country_name: string | null;
  /** What was done. Example: Ratification of ICCPR-OP2 */
  title: string;
  /** Kind of reform. Example: treaty_action */
  kind: "treaty_action" | "constitutional" | "legislation" | "institution" | "national_plan" | "other";
  /** The instrument. Of a treaty action the treaty's abbreviation; otherwise the kind of act. Example: ICCPR-OP2 */
  instrument: string;
  /** The treaty, of a treaty action. Example: ICCPR-OP2 */
  treaty: TreatiesRow["abbreviation"] | null;
  /** The step taken. ratification: the instrument was deposited; ratification_law: the law that approves it was signed. Example: ratification */
  action: "signature" | "ratification_law" | "ratification" | "accession" | "adopted_by_lower_house" | "adopted_by_parliament" | "adopted" | "signed" | "amended" | "operational" | "reviewed";
  /** Day of the step. Signature, vote or deposit; the month or the year alone where no source gives the day. Example: 2022-03-24 */
  decided_on: IsoDate | null;
  /** Day of the step: how exact. What the source gives of decided_on: the day, or only the month or the year, the first day standing for it. Example: day */
  decided_on_precision: "day" | "month" | "year" | null;
  /** Day it took effect. Example: 2022-06-24 */
  in_force_on: IsoDate | null;
  /** Day it took effect: how exact. What the source gives of in_force_on: the day, or only the month or the year, the first day standing for it. Example: day */
  in_force_on_precision: "day" | "month" | "year" | null;
  /** The act. Example: Law of 2 January 2021 No. 404-VI */
  legal_act: string | null;
  /** Subjects. Example: death-penalty */
  themes: ThemesRow["theme"][];
  /** Council texts it answers to. Example: A/HRC/RES/54/35 */
  resolutions: ResolutionsRow["symbol"][];
  /** Where it is written. Addresses of the pages or documents that support the row; the primary record first. Example: https://docs.un.org/en/A/HRC/RES/54/5 */
  source_url: string[];
  /** Note. What is weak, disputed or worth knowing about the row. Example: number not found */
  note: string | null;
}

/** Each table by name: `resolutions.json` holds `Tables["resolutions"]`. */
export interface Tables {
  countries: CountriesRow[];
  country_aliases: CountryAliasesRow[];
  groups: GroupsRow[];
  themes: ThemesRow[];
  agenda_items: AgendaItemsRow[];
  treaties: TreatiesRow[];
  memberships: MembershipsRow[];
  sessions: SessionsRow[];
  resolutions: ResolutionsRow[];
  sponsors: SponsorsRow[];
  votes: VotesRow[];
  follow_ups: FollowUpsRow[];
  reforms: ReformsRow[];
}

export type TableName = keyof Tables;

/** `countries/KAZ.json`: all rows of one State. `labels` says, by table and key, what the rows refer to. */
export interface StateFile {
  country: CountriesRow;
  country_aliases: CountryAliasesRow[];
  memberships: MembershipsRow[];
  sponsors: SponsorsRow[];
  votes: VotesRow[];
  reforms: ReformsRow[];
  labels: Partial<Record<Exclude<TableName, "countries">, Record<string, string>>>;
}

/** The code of a State, as in the name of its file. */
export type StateCode = CountriesRow["alpha3"];

/** The columns that name a row of each table. */
export interface Keys {
  countries: readonly ["alpha3"];
  country_aliases: readonly ["alias"];
  groups: readonly ["group"];
  themes: readonly ["theme"];
  agenda_items: readonly ["item"];
  treaties: readonly ["abbreviation"];
  memberships: readonly ["country", "term_start"];
  sessions: readonly ["session"];
  resolutions: readonly ["symbol"];
  sponsors: readonly ["resolution", "sponsor", "role"];
  votes: readonly ["resolution", "country"];
  follow_ups: readonly ["follow_up"];
  reforms: readonly ["reform_id"];
}
