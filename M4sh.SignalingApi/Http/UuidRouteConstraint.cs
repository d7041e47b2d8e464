namespace M4sh.SignalingApi.Http;

/// <summary>What <c>{id:guid}</c> means here: at the address of an id in another form there is nothing.</summary>
internal sealed class UuidRouteConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        Uuid.TryRead($"{values[routeKey]}", out _);
}
