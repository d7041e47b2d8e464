namespace M4sh.SignalingApi.RateLimits;

/// <summary>Endpoint metadata: requests have a limit of their own, <see cref="RateLimitOptions.QualityRequests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CountedApartAttribute : Attribute;
