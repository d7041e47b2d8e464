// Makes the recordings beside it: calls as the SDK measures them (a sample a stream every 5 s, in both directions), each with one thing wrong, and
// the issues that anyone would call right. Run it again after a change: node make.mjs
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const start = Date.parse('2026-03-10T12:00:00Z');
const at = seconds => new Date(start + seconds * 1000).toISOString();
const streams = [['audio', 'outbound'], ['audio', 'inbound'], ['video', 'outbound'], ['video', 'inbound']];
const healthy = { audio: { rtt_ms: 40, packet_loss_pct: 0.2, jitter_ms: 4, bitrate_kbps: 32 }, video: { rtt_ms: 40, packet_loss_pct: 0.2, jitter_ms: 4, bitrate_kbps: 1100, freeze_count: 0 } };

/** Both peers' samples; `change(user, kind, direction, seconds)` gives what is other than in a good call, or null for no sample. */
function samples(seconds, change = () => ({})) {
  const all = [];
  for (let s = 10; s <= seconds; s += 5) {
    for (const user_id of ['ada', 'bob']) {
      for (const [kind, direction] of streams) {
        const other = change(user_id, kind, direction, s);
        if (other) {
          all.push({ user_id, at: at(s), sample: { ...healthy[kind], kind, direction, candidate_type: 'host', ...other } });
        }
      }
    }
  }

  return all;
}

const event = (seconds, type, user_id, data) => ({ at: at(seconds), type, ...(user_id && { user_id }), ...(data && { data }) });
const begin = (connected = 2) => [
  event(0, 'created', 'ada'), event(0, 'joined', 'ada', { role: 'host' }), event(0.2, 'signaling_connected', 'ada', { transport: 'hub' }),
  event(1, 'joined', 'bob', { role: 'guest' }), event(1, 'connecting'), event(1.2, 'signaling_connected', 'bob', { transport: 'hub' }),
  ...(connected ? [event(connected, 'connection_state', 'ada', { state: 'connected' }), event(connected, 'connected'), event(connected + 0.1, 'connection_state', 'bob', { state: 'connected' })] : []),
];
const end = (seconds, reason = 'hangup') => [event(seconds, 'left', 'ada'), event(seconds + 1, 'left', 'bob'), event(seconds + 1, 'ended', null, { reason })];
const issue = (type, severity, user_id, from, to, evidence) =>
  ({ type, severity, ...(user_id && { user_id }), started_at: at(from), ...(to !== null && { ended_at: at(to) }), ...evidence });

function record(name, about, events, list, issues, more = {}) {
  const participants = [{ user_id: 'ada' }, { user_id: 'bob', ...more }];
  const lines = items => `[\n${items.map(item => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  writeFileSync(join(folder, `${name}.json`), `{
  "about": ${JSON.stringify(about)},
  "participants": ${lines(participants)},
  "events": ${lines(events)},
  "samples": ${list.length ? lines(list) : '[]'},
  "issues": ${issues.length ? lines(issues) : '[]'}
}
`);
}

const within = (s, from, to) => s >= from && s <= to;

record('healthy', 'A good call with single bad samples: nothing is raised.', [...begin(), ...end(60)],
  samples(60, (user, kind, direction, s) => s % 20 === 0 && user === 'ada' ? { rtt_ms: 900, packet_loss_pct: 40, jitter_ms: 300 } : {}), []);

record('high_rtt', 'RTT rises for bob at 20 s, falls into the band between the thresholds at 40 s, and is good from 50 s on.', [...begin(), ...end(90)],
  samples(90, (user, kind, direction, s) => user !== 'bob' ? {} : within(s, 20, 35) ? { rtt_ms: 260 } : within(s, 40, 45) ? { rtt_ms: 170 } : {}),
  [issue('high_rtt', 'warning', 'bob', 20, 50, { samples: 16, avg: 260, worst: 260 })]);

record('high_rtt_critical', 'RTT beyond use until the call is hung up.', [...begin(), ...end(62)],
  samples(60, (user, kind, direction, s) => user === 'bob' && s >= 30 ? { rtt_ms: 800 } : {}),
  [issue('high_rtt', 'critical', 'bob', 30, 63, { samples: 28, avg: 800, worst: 800 })]);

record('packet_loss', 'Ada loses what comes in, first audio and then, overlapping, video: one issue over both streams.', [...begin(), ...end(90)],
  samples(90, (user, kind, direction, s) => user === 'ada' && direction === 'inbound' && (kind === 'audio' ? within(s, 20, 40) : within(s, 35, 60)) ? { packet_loss_pct: kind === 'audio' ? 5 : 15 } : {}),
  [issue('packet_loss', 'critical', 'ada', 20, 65, { samples: 11, avg: 10.455, worst: 15, streams: ['audio_inbound', 'video_inbound'] })]);

record('jitter', 'Jitter twice, with a pause that is long enough to clear it.', [...begin(), ...end(100)],
  samples(100, (user, kind, direction, s) => user === 'ada' && kind === 'audio' && direction === 'inbound' && (within(s, 15, 30) || within(s, 55, 70)) ? { jitter_ms: 45 } : {}),
  [issue('jitter', 'warning', 'ada', 15, 35, { samples: 4, avg: 45, worst: 45 }), issue('jitter', 'warning', 'ada', 55, 75, { samples: 4, avg: 45, worst: 45 })]);

record('low_bitrate', 'Bob gets a picture of 90 kbps from 25 s on; while ada has muted her video at 60 s it is not missed.',
  [...begin(), event(58, 'muted', 'ada', { kind: 'video' }), event(78, 'unmuted', 'ada', { kind: 'video' }), ...end(100)],
  samples(100, (user, kind, direction, s) => kind === 'video' && (user === 'bob') === (direction === 'inbound') && s >= 25 ? { bitrate_kbps: within(s, 60, 75) ? 0 : user === 'bob' && s < 60 ? 90 : 1100 } : {}),
  [issue('low_bitrate', 'warning', 'bob', 25, 60, { samples: 7, avg: 90, worst: 90, streams: ['video_inbound'] })]);

record('video_freeze', 'The picture that ada sees freezes.', [...begin(), ...end(80)],
  samples(80, (user, kind, direction, s) => user === 'ada' && kind === 'video' && direction === 'inbound' && within(s, 30, 45) ? { freeze_count: 2, bitrate_kbps: 600 } : {}),
  [issue('video_freeze', 'warning', 'ada', 30, 50, { samples: 4, avg: 2, worst: 2 })]);

record('one_way_audio', 'From 30 s on bob hears nothing more of ada, who hears him: the SDK gives no sample of a stream that brings nothing.', [...begin(), ...end(100)],
  samples(100, (user, kind, direction, s) => user === 'bob' && kind === 'audio' && direction === 'inbound' && within(s, 30, 70) ? null : {}),
  [issue('one_way_audio', 'critical', 'bob', 40, 75, { samples: 7, avg: 30, worst: 45 })]);

record('one_way_audio_muted', 'The same, but ada has muted herself: silence is what is to be heard.',
  [...begin(), event(27, 'muted', 'ada', { kind: 'audio' }), event(72, 'unmuted', 'ada', { kind: 'audio' }), ...end(100)],
  samples(100, (user, kind, direction, s) => user === 'bob' && kind === 'audio' && direction === 'inbound' && within(s, 30, 70) ? { bitrate_kbps: 0 } : {}), []);

record('one_way_audio_listener', 'Bob may only listen: that ada hears nothing of him is meant.', [...begin(), ...end(60)],
  samples(60, (user, kind, direction) => kind === 'audio' && (user === 'ada') === (direction === 'inbound') ? null : {}), [], { sends_audio: false });

record('no_media', 'Nothing arrives at ada any more, for 30 s, though she goes on sending; bob goes on hearing her.', [...begin(), ...end(100)],
  samples(100, (user, kind, direction, s) => user === 'ada' && direction === 'inbound' && within(s, 30, 60) ? { bitrate_kbps: 0, freeze_count: 0 } : {}),
  [issue('low_bitrate', 'critical', 'ada', 30, 65, { samples: 7, avg: 0, worst: 0 }),
    issue('one_way_audio', 'critical', 'ada', 40, 65, { samples: 5, avg: 25, worst: 35 }), issue('no_media', 'critical', 'ada', 40, 65, { samples: 5, avg: 25, worst: 35 })]);

record('relay_only', 'Both take the way over the TURN server, bob only in the beginning.', [...begin(), ...end(60)],
  samples(60, (user, kind, direction, s) => user === 'ada' || s <= 25 ? { candidate_type: 'relay' } : {}),
  [issue('relay_only', 'info', 'ada', 10, 60, {}), issue('relay_only', 'info', 'bob', 10, 30, { samples: 16, avg: 1, worst: 1 })]);

record('ice_failed', 'No path was found, and both attempts to help were used up.',
  [...begin(0), event(12, 'connection_state', 'ada', { state: 'failed' }), event(50, 'ended', null, { reason: 'ice_failed' })], [],
  [issue('ice_failed', 'critical', null, 1, 50, { samples: 1 }), issue('ice_failed', 'critical', 'ada', 12, 50, { samples: 1 })]);

record('ice_failed_and_back', 'Bob’s connection fails within the call and comes back after an ICE restart.',
  [...begin(), event(30, 'connection_state', 'bob', { state: 'failed' }), event(36, 'connection_state', 'bob', { state: 'connecting' }), event(38, 'connection_state', 'bob', { state: 'connected' }), ...end(60)],
  samples(60), [issue('ice_failed', 'critical', 'bob', 30, 38, { samples: 1 })]);

record('slow_setup', 'Eight seconds from two participants to a connection.', [...begin(9), ...end(60)], samples(60), [issue('slow_setup', 'warning', null, 1, 9, { samples: 1, avg: 8, worst: 8 })]);

record('never_connected', 'They gave up after 40 seconds without a connection.', [...begin(0), ...end(40)], [], [issue('slow_setup', 'critical', null, 1, 41, { avg: 40 })]);

const blip = (seconds, user) => [
  event(seconds, 'signaling_disconnected', user), event(seconds + 1, 'connection_state', user, { state: 'disconnected' }),
  event(seconds + 2, 'signaling_connected', user, { transport: 'hub' }), event(seconds + 4, 'connection_state', user, { state: 'connected' })];
record('reconnects', 'Ada’s network goes away three times within three minutes, and is calm then; signaling and connection come back together, which counts once.',
  [...begin(), ...blip(60, 'ada'), ...blip(120, 'ada'), ...blip(200, 'ada'), ...blip(700, 'bob'), ...end(800)], samples(800),
  [issue('reconnects', 'warning', 'ada', 64, 364, { samples: 3, worst: 3 })]);

record('goes_on', 'A call that has not ended: what is raised has no end yet.', begin(),
  samples(60, (user, kind, direction, s) => user === 'ada' && s >= 30 ? { jitter_ms: 60 } : {}), [issue('jitter', 'warning', 'ada', 30, null, { samples: 28 })]);

record('gap', 'Bob’s client stops measuring at 40 s in a bad state and begins again at 100 s in a good one: the issue ends with the last sample of before.', [...begin(), ...end(120)],
  samples(120, (user, kind, direction, s) => user !== 'bob' ? {} : within(s, 45, 95) ? null : s <= 40 ? { packet_loss_pct: 6 } : {}),
  [issue('packet_loss', 'warning', 'bob', 10, 40, { samples: 28, avg: 6, worst: 6 })]);
