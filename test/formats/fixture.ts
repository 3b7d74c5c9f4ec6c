import { contentOf, dedent } from '../content/support.js';

export const SOURCE = dedent`
  basics:
    name: Jane Doe
    label: Backend Engineer
    tagline: Makes **slow** things fast
    availability: Open to offers
    email: jane.doe@example.com
    phone: +1 202-555-0123
    url: https://jane.example.com
    summary: >
      Builds services in *Rust*,
      see [the log](https://log.example.com).

      Likes "strace".
    location: { city: Pune, countryCode: IN }
    profiles:
      - { network: GitHub, username: jane, url: https://github.example.com/jane }
      - { network: Blog, url: https://www.blog.example.org/ }
      - { network: LinkedIn }
    metrics: [{ value: 10K+, label: requests a second }, { value: zero deps }]
  work:
    - name: Acme
      position: Engineer
      location: Remote
      url: https://acme.example.com
      description: Anvils
      startDate: 2023-04
      endDate: present
      summary: Owned the queue.
      highlights:
        - Took latency from **50ms** to 5ms.
        - text: >
            Wrote the
            recv_all loop.
          tags: [systems]
      keywords: [Rust, gRPC]
    - name: Freelance
      engagements:
        - { name: Client, position: Adviser, startDate: 2022, highlights: [Reviewed a schema.] }
  projects:
    - name: store
      group: Systems/Storage
      status: in progress
      description: A key-value store.
      url: https://store.example.com
      metrics: [{ value: 3 nodes }, { value: 1M+, label: keys }]
      features: [{ label: Log, value: append only }]
      links: [{ label: Code, url: https://code.example.com/store }]
  skills: [{ name: Languages, keywords: [Rust, C++] }, { name: SQL, level: fluent }]
  interests: [{ name: Chess, summary: Plays slowly. }]
  references: [{ name: Sam Poe, reference: A joy. }]
  sections:
    - { id: talks, title: Talks, items: [On queues, On logs] }
`;

export const CONTENT = contentOf(SOURCE);
