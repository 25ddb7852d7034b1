//! Every trait of every capability. Must not do anything by itself: `behave` decides.

use nd_pdk::Error;
use nd_pdk::lifecycle::InitProvider;
use nd_pdk::lyrics::{GetLyricsRequest, GetLyricsResponse, Lyrics};
use nd_pdk::metadata::{
    AlbumImagesProvider, AlbumImagesResponse, AlbumInfoProvider, AlbumInfoResponse, AlbumRequest,
    ArtistBiographyProvider, ArtistBiographyResponse, ArtistImagesProvider, ArtistImagesResponse,
    ArtistMBIDProvider, ArtistMBIDRequest, ArtistMBIDResponse, ArtistRequest,
    ArtistTopSongsProvider, ArtistURLProvider, ArtistURLResponse, SimilarArtistsProvider,
    SimilarArtistsRequest, SimilarArtistsResponse, SimilarSongsByAlbumProvider,
    SimilarSongsByAlbumRequest, SimilarSongsByArtistProvider, SimilarSongsByArtistRequest,
    SimilarSongsByTrackProvider, SimilarSongsByTrackRequest, SimilarSongsResponse, TopSongsRequest,
    TopSongsResponse,
};
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::scrobbler::{
    IsAuthorizedRequest, NowPlayingRequest, PlaybackReportRequest, ScrobbleRequest, Scrobbler,
};
use nd_pdk::sonicsimilarity::{
    FindSonicPathRequest, GetSonicSimilarTracksRequest, SonicSimilarity, SonicSimilarityResponse,
};
use nd_pdk::taskworker::{TaskExecuteProvider, TaskExecuteRequest};
use nd_pdk::websocket::{
    BinaryMessageProvider, CloseProvider, ErrorProvider, OnBinaryMessageRequest, OnCloseRequest,
    OnErrorRequest, OnTextMessageRequest, TextMessageProvider,
};

use crate::Full;
use crate::behaviour::behave;

/// Implements traits by handing every request on.
macro_rules! behave {
    ($($provider:ident { $($method:ident($($request:ty)?) -> $response:ty;)+ })+) => {$(
        impl $provider for Full {
            $(behave!(@method $method($($request)?) -> $response);)+
        }
    )+};
    (@method $method:ident() -> $response:ty) => {
        fn $method(&self) -> Result<$response, Error> {
            behave(&())
        }
    };
    (@method $method:ident($request:ty) -> $response:ty) => {
        fn $method(&self, req: $request) -> Result<$response, Error> {
            behave(&req)
        }
    };
}

behave! {
    InitProvider { on_init() -> (); }
    Lyrics { get_lyrics(GetLyricsRequest) -> GetLyricsResponse; }

    ArtistMBIDProvider { get_artist_mbid(ArtistMBIDRequest) -> ArtistMBIDResponse; }
    ArtistURLProvider { get_artist_url(ArtistRequest) -> ArtistURLResponse; }
    ArtistBiographyProvider { get_artist_biography(ArtistRequest) -> ArtistBiographyResponse; }
    SimilarArtistsProvider { get_similar_artists(SimilarArtistsRequest) -> SimilarArtistsResponse; }
    ArtistImagesProvider { get_artist_images(ArtistRequest) -> ArtistImagesResponse; }
    ArtistTopSongsProvider { get_artist_top_songs(TopSongsRequest) -> TopSongsResponse; }
    AlbumInfoProvider { get_album_info(AlbumRequest) -> AlbumInfoResponse; }
    AlbumImagesProvider { get_album_images(AlbumRequest) -> AlbumImagesResponse; }
    SimilarSongsByTrackProvider { get_similar_songs_by_track(SimilarSongsByTrackRequest) -> SimilarSongsResponse; }
    SimilarSongsByAlbumProvider { get_similar_songs_by_album(SimilarSongsByAlbumRequest) -> SimilarSongsResponse; }
    SimilarSongsByArtistProvider { get_similar_songs_by_artist(SimilarSongsByArtistRequest) -> SimilarSongsResponse; }

    CallbackProvider { on_callback(SchedulerCallbackRequest) -> (); }

    Scrobbler {
        is_authorized(IsAuthorizedRequest) -> bool;
        now_playing(NowPlayingRequest) -> ();
        scrobble(ScrobbleRequest) -> ();
        playback_report(PlaybackReportRequest) -> ();
    }

    SonicSimilarity {
        get_sonic_similar_tracks(GetSonicSimilarTracksRequest) -> SonicSimilarityResponse;
        find_sonic_path(FindSonicPathRequest) -> SonicSimilarityResponse;
    }

    TaskExecuteProvider { on_task_execute(TaskExecuteRequest) -> String; }

    TextMessageProvider { on_text_message(OnTextMessageRequest) -> (); }
    BinaryMessageProvider { on_binary_message(OnBinaryMessageRequest) -> (); }
    ErrorProvider { on_error(OnErrorRequest) -> (); }
    CloseProvider { on_close(OnCloseRequest) -> (); }
}
