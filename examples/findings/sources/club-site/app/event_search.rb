# Finds events by words, place and time.
class EventSearch
  PER_PAGE = 30

  def initialize(params)
    @words = params[:words].to_s.strip
    @place = params[:place].to_s.strip
    @from = parse_date(params[:from])
    @page = [params[:page].to_i, 0].max
  end

  def results
    events = Event.where(hidden: false)
    events = events.where("title LIKE ?", "%#{Event.sanitize_sql_like(@words)}%") if @words.present?
    events = events.where("lower(place) = '#{@place.downcase}'") if @place.present?
    events = events.where(starts_on: @from..) if @from
    events.order(:starts_on).limit(PER_PAGE).offset(@page * PER_PAGE)
  end

  private

  def parse_date(text)
    Date.iso8601(text.to_s)
  rescue Date::Error
    nil
  end
end
