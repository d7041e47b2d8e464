import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from '../../M4sh.SignalingApi/Sdk/m4sh.mjs';
import { measure } from '../../M4sh.SignalingApi/Sdk/quality.mjs';
import { FakePeerConnection, FakeSocket, begin, joined, other, settle, ticket } from './world.mjs';

const report = (...entries) => new Map(entries.map(entry => [entry.id, entry]));
const path = (responses, total) => [
  { id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' },
  { id: 'pair', type: 'candidate-pair', localCandidateId: 'local', responsesReceived: responses, totalRoundTripTime: total },
  { id: 'local', type: 'local-candidate', candidateType: 'srflx' },
];
const inbound = members => ({ id: 'in', type: 'inbound-rtp', kind: 'video', timestamp: 5000, jitter: 0.004, ...members });

test('Measure_Inbound_IsTheDifferenceOfTwoReadings', () => {
  const before = report(...path(10, 1), inbound({ timestamp: 0, packetsReceived: 100, packetsLost: 10, retransmittedPacketsReceived: 0, bytesReceived: 0,
    framesDecoded: 10, freezeCount: 1 }));
  const after = report(...path(12, 1.1), inbound({ packetsReceived: 210, packetsLost: 20, retransmittedPacketsReceived: 20, bytesReceived: 625_000,
    framesDecoded: 85, freezeCount: 3, frameWidth: 320, frameHeight: 240 }));
  assert.deepEqual(round(measure(before, after)), [{
    rtt_ms: 50, packet_loss_pct: 10, jitter_ms: 4, kind: 'video', direction: 'inbound', bitrate_kbps: 1000, frames_per_second: 15, freeze_count: 2,
    frame_width: 320, frame_height: 240, candidate_type: 'srflx',
  }]);
});

test('Measure_StreamThatBeganWithinTheWindow_BeganAtZero', () => {
  const [sample] = measure(report(), report(...path(2, 0.1), inbound({ packetsReceived: 90, packetsLost: 10 })));
  assert.deepEqual([sample.rtt_ms, sample.packet_loss_pct], [50, 10]);
});

test('Measure_NoNewRoundTrip_IsNoSample', () => {
  const after = report(...path(2, 0.1), inbound({ packetsReceived: 90, packetsLost: 0 }));
  assert.deepEqual(measure(report(...path(2, 0.1)), after), []);
});

test('Measure_NothingReceived_IsNoSample', () => {
  const entry = inbound({ packetsReceived: 90, packetsLost: 0 });
  assert.deepEqual(measure(report(...path(1, 0.1), entry), report(...path(2, 0.2), entry)), []);
});

test('Measure_NoJitter_IsNoSample', () => {
  assert.deepEqual(measure(report(), report(...path(2, 0.1), inbound({ packetsReceived: 90, packetsLost: 0, jitter: undefined }))), []);
});

test('Measure_LostPacketsThatCameLate_AreNoNegativeLoss', () => {
  const before = report(...path(1, 0.1), inbound({ packetsReceived: 100, packetsLost: 10 }));
  const [sample] = measure(before, report(...path(2, 0.2), inbound({ packetsReceived: 200, packetsLost: 5 })));
  assert.equal(sample.packet_loss_pct, 0);
});

test('Measure_Outbound_OnlyOnANewReportOfTheOther', () => {
  const sent = (packets, timestamp) => ({ id: 'out', type: 'outbound-rtp', kind: 'audio', remoteId: 'remote', timestamp, packetsSent: packets, bytesSent: packets * 100 });
  const remote = (lost, timestamp) => ({ id: 'remote', type: 'remote-inbound-rtp', timestamp, packetsLost: lost, jitter: 0.02 });
  const before = report(...path(1, 0.1), sent(100, 0), remote(0, 100));
  const after = report(...path(2, 0.2), sent(350, 5000), remote(5, 4000));
  assert.deepEqual(round(measure(before, after)), [{
    rtt_ms: 100, packet_loss_pct: 2, jitter_ms: 20, kind: 'audio', direction: 'outbound', bitrate_kbps: 40, candidate_type: 'srflx',
  }]);
  assert.deepEqual(measure(after, report(...path(3, 0.3), sent(600, 10_000), remote(5, 4000))), []);
});

test('Sampling_OnceConnected_SendsEvery5s_AndAResendIsTheSameSample', async () => {
  const clock = begin();
  const joining = join({ joinResponse: ticket() });
  await settle();
  const socket = FakeSocket.last;
  socket.open();
  socket.tell(joined({ peers: [other] }));
  const call = await joining;
  const connection = FakePeerConnection.last;
  await settle();
  socket.ack('offer', 1);
  await clock.advance(6_000);
  assert.deepEqual(socket.of('quality-stats'), []);
  connection.become('connected');
  let packets = 0;
  connection.getStats = async () => report(...path(++packets, packets / 10), inbound({ packetsReceived: packets * 100, packetsLost: 0 }));
  await clock.advance(5_000);
  assert.equal(socket.of('quality-stats').length, 1);
  socket.end(1006);
  await clock.advance(1_000);
  const next = FakeSocket.last;
  next.open();
  next.tell(joined({ resumed: true, peers: [other] }));
  assert.deepEqual(next.of('quality-stats'), socket.of('quality-stats'));
  const [sample] = next.of('quality-stats');
  assert.ok(sample.id.length <= 64 && !Number.isNaN(Date.parse(sample.recorded_at)));
  assert.ok(Math.abs(sample.rtt_ms - 100) < 1e-6);
  call.close();
  await clock.advance(20_000);
  assert.equal(next.of('quality-stats').length, 1);
});

/** Without the noise of binary fractions. */
const round = samples => samples.map(sample => Object.fromEntries(
  Object.entries(sample).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value])));
